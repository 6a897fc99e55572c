# prompt: the file
prompt-not-utf8 = { $path } is not UTF-8 text.
prompt-hint-not-utf8 = Save the file as UTF-8 (in most editors: “Save with encoding”).
prompt-front-matter-open = The front matter opened on the first line is never closed.
prompt-hint-front-matter-open = Put a line with three dashes, ---, after the last key and before the first section.
prompt-front-matter-not-map = The front matter must be lines of the form “key: value”.
prompt-hint-front-matter-not-map = If the three dashes at the top are only a rule, put an empty front matter above them: two lines of three dashes.
prompt-front-matter-too-big = The front matter is too big or nested too deep.
prompt-yaml-syntax = This is not valid YAML.
prompt-hint-yaml-syntax = Put quotes around a value that holds “: ” or “ #”, indent with spaces rather than tabs, and check that quotes and brackets are closed.
prompt-yaml-anchor = Anchors, aliases and merge keys (&, *, <<) are not read in a front matter.
prompt-yaml-tag = YAML tags (!) are not read in a front matter.
prompt-hint-yaml-plain = Write the value out in full, or quote it.
prompt-duplicate-key = “{ $key }” is there twice.
prompt-unknown-front-key = “{ $key }” is not a key of the front matter; it is kept and means nothing.
prompt-unknown-key = “{ $key }” is not a key of “{ $within }”.
prompt-wrong-shape = “{ $key }” must be { $expected }.
prompt-unknown-format = “{ $found }” is not a kind of output.
prompt-hint-formats = The kinds are text, labels, number and json; or write enum [a, b].

# prompt: shapes
prompt-shape-text = text
prompt-shape-text-or-list = text or a list of texts
prompt-shape-list = a list
prompt-shape-map = a set of “key: value” entries
prompt-shape-number = a number
prompt-shape-positive = a number not below zero
prompt-shape-share = a number from 0 to 1
prompt-shape-integer = a whole number
prompt-shape-boolean = true or false
prompt-shape-picture = a picture

# prompt: inputs
prompt-unknown-type = “{ $found }” is not a type.
prompt-hint-types = Write the type first, then what it is: string, customer’s name. The types are string, number, integer, boolean, enum [a, b], image and any.
prompt-empty-choice = “{ $field }” has no choices.
prompt-hint-empty-choice = List them between square brackets: enum [yes, no].
prompt-bad-input-name = “{ $name }” cannot be the name of an input.
prompt-hint-input-name = A name has letters, digits and _, starts with a letter, and is not a word of the template language (if, for, loop…).
prompt-bad-default = The default of “{ $field }” does not suit. { $reason }
prompt-unused-input = The input “{ $name }” is declared and no section uses it.
prompt-hint-unused-input = Write {"{{"} { $name } {"}}"} where it goes, or remove it.

# prompt: sections
prompt-missing-role = A section has no role.
prompt-unknown-role = “{ $role }” is not a role.
prompt-bad-header = “{ $found }” is too much on the line of a section.
prompt-hint-roles = A section opens with a line such as “::: user”; the roles are system, user, assistant, tool, context, history, step and note. To begin a line of text with three colons, write \:::.
prompt-bad-name = “{ $name }” cannot be the name of a section.
prompt-hint-section-name = A name has letters, digits, _, - and dots.
prompt-bad-attributes = The attributes between braces cannot be read.
prompt-hint-attributes = Write them {"{"}key=value key="several words"{"}"}.
prompt-duplicate-attribute = The attribute “{ $attribute }” is there twice.
prompt-unknown-attribute = The attribute “{ $attribute }” means nothing on a section “{ $role }”.
prompt-stray-text = There is text before the first section.
prompt-hint-stray-text = Open a section above it: “::: note” for a remark that is not sent, “::: user” for a message.
prompt-example-incomplete = Example { $example } is not a question followed by its answer.
prompt-hint-example = An example is a user section, then an assistant section right after it, both with the same number, used once.
prompt-history-twice = There is more than one history section.
prompt-history-with-text = A history section only marks a place: it has no text.
prompt-hint-history-with-text = Put the text in a section of another role.
prompt-chains-unsupported = Chains (step sections) are not supported yet.
prompt-hint-chains = Make one prompt file of each step.
prompt-nothing-to-send = The prompt has nothing to send.
prompt-no-user-message = The prompt has no user section; some vendors refuse such a request.
prompt-hint-user-section = Add a section “::: user” with the request.

# prompt: templates
prompt-unclosed-delimiter = “{ $delimiter }” is never closed.
prompt-hint-raw = To write such braces as text, put them between {"{%"} raw {"%}"} and {"{%"} endraw {"%}"}.
prompt-hint-expression = Between such braces goes the name of an input: {"{{"} client {"}}"}. To write the braces as text, put them between {"{%"} raw {"%}"} and {"{%"} endraw {"%}"}.
prompt-unexpected-token = “{ $found }” is not expected here.
prompt-unexpected-end-of-tag = Something is missing here, before the closing braces.
prompt-unclosed-string = This quoted text is never closed.
prompt-bad-number = “{ $found }” is not a number.
prompt-unknown-tag = “{ $tag }” is not a tag.
prompt-forbidden-tag = “{ $tag }” is not part of this template language.
prompt-hint-tags = The tags are if, elif, else, endif, for, endfor, set, include and raw.
prompt-unclosed-block = This “{ $tag }” is never closed.
prompt-hint-unclosed-block = Add {"{%"} end{ $tag } {"%}"} in the same section or file.
prompt-stray-tag = There is nothing for “{ $tag }” to continue or close here.
prompt-unknown-filter = “{ $name }” is not a filter.
prompt-hint-filters = The filters are upper, lower, title, capitalize, trim, replace, join, length, first, last, list, items, round and default.
prompt-unknown-test = “{ $name }” is not a test.
prompt-hint-tests = The tests are defined, undefined, none, boolean, true, false, number, integer, string, sequence, mapping, odd and even.
prompt-unknown-function = “{ $name }” cannot be called.
prompt-hint-functions = The only function is range(…). Templates see the inputs and nothing else: neither the environment, nor files, nor other values.
prompt-bad-arguments = The arguments of “{ $name }” do not suit.
prompt-hint-usage = It is written { $usage }.
prompt-too-deep = This is nested too deep.
prompt-too-many-names = There are too many names.
prompt-unknown-variable = The template uses “{ $name }”, which is not an input.
prompt-hint-declare = Declare it in the front matter under inputs, for instance: { $name }: string.
prompt-image-outside-user = The picture “{ $name }” is used outside a user section.
prompt-hint-image-outside-user = Pictures go in user and context sections.

# prompt: files of the project
prompt-bad-path = The path “{ $path }” is refused: { $reason }.
prompt-path-empty = it is empty
prompt-path-absolute = it must start from the project’s folder
prompt-path-parent = it leads outside the project’s folder
prompt-path-characters = it holds a character that paths here may not hold
prompt-path-address = only https addresses of pictures can be used
prompt-hint-path = Paths start from the project’s folder and use slashes: parts/tone.md.
prompt-file-not-found = The file { $path } is not there.
prompt-file-unreadable = The file { $path } cannot be read.
prompt-file-too-big = The file { $path } is too big: more than { $limit } MB.
prompt-files-unavailable = The file { $path } cannot be read from here.
prompt-include-cycle = { $path } includes itself.
prompt-include-too-deep = Files include each other more than { $limit } levels deep.
prompt-too-many-includes = The prompt includes more than { $limit } files.
prompt-not-a-picture = { $path } is not a PNG, JPEG, WebP or GIF picture.
prompt-too-many-pictures = There would be more than { $count } pictures, or more than { $limit } MB of them.
prompt-hint-pictures = Convert the picture to PNG or JPEG.

# prompt: values
prompt-missing-input = The input “{ $field }” has no value.
prompt-hint-missing-input = Give it a value, or make it optional: { $field }?
prompt-hint-rename-column = There is a value called “{ $word }”: rename it to “{ $field }”.
prompt-bad-value = The input “{ $field }” must be { $expected }; it is “{ $found }”.
prompt-hint-number = Write 1234.5 or 1234,5, without unit; 1,234 could be two numbers.
prompt-hint-boolean = Write true or false, yes or no.
prompt-hint-json = In a table, write it as JSON: ["a", "b"] or {"{"}"key": "value"{"}"}.
prompt-not-a-choice = The input “{ $field }” cannot be “{ $found }”.
prompt-hint-choices = The choices are: { $choices }.
prompt-bad-history = “history” must be a list of messages.
prompt-bad-history-role = “history” holds a message of “{ $found }”.
prompt-hint-history = Each message is {"{"}"role": "user" or "assistant", "content": "text"{"}"}.
prompt-nothing-rendered = With these values every section is empty: there is nothing to send.
prompt-no-task = The prompt has no task, so there is no bare request to compare it with.
prompt-hint-task = Add a line “task: …” to the front matter: the goal in one sentence.

# prompt: rendering
prompt-undefined = “{ $name }” is not there for these values.
prompt-hint-undefined = Check it first with “is defined”, or give it a default: { $name } | default("…").
prompt-wrong-operand = “{ $operation }” cannot be used on this value.
prompt-hint-concat = To put texts together, use ~.
prompt-hint-list-input = This needs a list: declare the input with (array) after its name.
prompt-image-in-expression = A picture can only be inserted as it is.
prompt-division-by-zero = This divides by zero.
prompt-number-too-big = The result is too big a number.
prompt-range-too-big = range(…) cannot have a step of zero, nor more than { $limit } numbers.
prompt-out-of-steps = The template takes more than { $limit } steps.
prompt-out-of-memory = The template makes more than { $limit } MB of intermediate text.
prompt-hint-simplify = Simplify its loops, or prepare the values before they reach the prompt.
prompt-message-too-big = A message would be longer than { $limit } MB.
prompt-hint-message-too-big = Look for a value that is a whole file, or for a loop that repeats it.

prompt-hint-did-you-mean = Did you mean “{ $word }”?

# prompt: edits
prompt-edit-no-piece = No piece of the prompt stands there.
prompt-edit-bad-order = This is not another order of the pieces that are there.
prompt-edit-opens-section = The text has a line that starts with three colons: it would open a section of its own.
prompt-edit-nothing-to-change = The prompt has nothing of this kind to change.
prompt-edit-bad-parameter = “{ $name }” is no decoding parameter, or this is no value of it.
prompt-edit-front-matter = The front matter cannot be rewritten: it must be closed, with one key a line.
prompt-edit-bad-example = An example is empty, or holds template code that cannot be quoted.
prompt-edit-loses-input = The input “{ $name }” would no longer reach the model.
prompt-edit-new-input = The text asks for “{ $name }”, which is no input of the prompt.
prompt-edit-broken = The prompt would no longer work: { $error }
