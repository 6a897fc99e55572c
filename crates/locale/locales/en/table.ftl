# table
table-not-found = there is no such file
table-read = the file cannot be read: { $why }
table-write = the file cannot be written: { $why }
table-format = cases are not read from files ending in “.{ $extension }”
table-format-hint = Use .csv, .tsv, .jsonl or .xlsx.
table-utf16 = the file is in UTF-16; tables are read in UTF-8
table-utf16-hint = Save it again as “CSV UTF-8”, or run `iconv -f UTF-16 -t UTF-8 { $file }`.
table-not-utf8 = byte { $byte } at position { $offset } is not UTF-8
table-not-utf8-hint = Open the file in an editor and save it again as UTF-8.
table-windows-1252 = byte { $byte } at position { $offset } is not UTF-8; in Windows-1252 (Latin-1) it would be “{ $character }”
table-windows-1252-hint = Save it again as “CSV UTF-8”, run `iconv -f WINDOWS-1252 -t UTF-8 { $file }`, or read it with the encoding latin1.
table-nul = there is a zero byte at position { $offset }: this is not a text file
table-nul-hint = If it is a workbook, give it its own extension (.xlsx); otherwise save it again as text in UTF-8.
table-cell-too-long = a cell of this row is larger than { $limit } MiB
table-file-too-long = this file is larger than { $limit } MiB: too large to be edited cell by cell
table-row-too-long = this row is larger than { $limit } MiB
table-too-long-hint = A double quote that is never closed swallows the rest of a file; if the size is meant, raise the limit.
table-too-many-columns = there are more than { $limit } columns
table-unclosed-quote = a double quote opens a cell on this line and is never closed
table-text-after-quote = there is text between the closing quote of a cell and the next separator
table-quote-hint = Inside a quoted cell, write every double quote twice: "".
table-empty = the file is empty
table-empty-hint = The first line names the columns (the inputs of the prompt, then expect); each line after it is a case.
table-unnamed-column = column { $column } has a value and no name
table-duplicate-column = two columns mean the same: “{ $first }” and “{ $second }”
table-duplicate-column-hint = Rename one. For an input that bears a reserved name, write “input.” before it.
table-column-count = this row has { $found ->
    [one] { $found } cell
   *[other] { $found } cells
} and the header has { $expected ->
    [one] { $expected } column
   *[other] { $expected } columns
}
table-column-count-hint = A value that holds the separator or a line break goes between double quotes.
table-outside-columns = cell { $cell } has a value, in a column without a name
table-weight = the weight “{ $value }” is not a number of 0 or more
table-weight-hint = If this column is an input of the prompt, name it “input.weight”.
table-split = the split “{ $value }” is none of train, dev, test
table-split-hint = Leave the cell empty to have the case assigned; if this column is an input of the prompt, name it “input.split”.
table-duplicate-id = the id “{ $id }” is already that of the case on line { $first }
table-duplicate-id-somewhere = the id “{ $id }” is already that of a case above
table-duplicate-id-hint = Results are told apart by these ids: make them unique, or remove the column and rows are numbered.
table-json-syntax = this is not valid JSON
table-json-cut = the line ends before its JSON object does
table-json-not-object = this line is not a JSON object
table-workbook = the workbook cannot be read: { $why }
table-workbook-lost = the workbook is damaged and cannot be read; open it in a spreadsheet and save it again
table-workbook-password = the workbook is protected by a password
table-workbook-too-big = the workbook would take more than { $limit } MiB once unpacked
table-workbook-bomb = part “{ $part }” of the workbook is packed or numbered as no spreadsheet does (× { $ratio }): refused
table-sheet = there is no sheet “{ $name }”; there are: { $sheets }
table-cell-error = cell { $cell } holds the error { $value }
table-ratios = the shares of train, dev and test must be numbers of 0 or more, not all zero
