use serde::{Deserialize, Serialize};

/// On which side of the hold-out rule a document stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Split {
    /// Wordings and contents that training may see.
    Train,
    /// Wordings and contents that it never sees.
    Exam,
}

/// What the text of a task is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scene {
    /// A customer's opinion of a place or a thing.
    Review,
    /// A message to a customer service.
    Message,
    /// Notes about an order: amounts, dates, addresses.
    Note,
    /// A list of things, people or numbers.
    List,
    /// Ages or prices to compare.
    Facts,
    /// One sentence of a known grammar.
    Phrase,
    /// One sentence in one of five languages.
    Tongue,
    /// A question with options.
    Choice,
    /// The name of one thing.
    Word,
    /// Something to be repeated or looked up.
    Drill,
}

/// What a document exercises; exam figures are given per family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Family {
    /// Opinions, with negation, two sides and rules for ties.
    Sentiment,
    /// Topic and priority of messages. Priority carries the planted bias.
    Topic,
    /// One field among several candidates, or its absence.
    Extraction,
    /// JSON with the asked keys.
    Record,
    /// Personal data: found, masked.
    Personal,
    /// Which language.
    Language,
    /// French to English and back.
    Translation,
    /// Ages and prices compared.
    Comparison,
    /// First, last, count, sort...
    Lists,
    /// Case, words removed or replaced.
    Rewriting,
    /// A title from the key words.
    Title,
    /// One option among several.
    Choice,
    /// A word and its category, often under made-up labels.
    Binding,
    /// Verbatim copies, look-ups, associations.
    Copying,
}

macro_rules! tasks {
    ($($(#[doc = $doc:literal])* $name:ident $key:literal $family:ident $scene:ident $closed:literal,)*) => {
        /// One thing that can be asked of a text.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Task { $($(#[doc = $doc])* $name,)* }

        impl Task {
            /// Every task, in a fixed order (its position is its number in shards).
            pub const ALL: &[Task] = &[$(Task::$name,)*];

            /// Its slot in `wordings.tsv` and `says.tsv`.
            pub fn key(self) -> &'static str {
                match self { $(Task::$name => $key,)* }
            }

            /// Its family.
            pub fn family(self) -> Family {
                match self { $(Task::$name => Family::$family,)* }
            }

            /// What its text is.
            pub fn scene(self) -> Scene {
                match self { $(Task::$name => Scene::$scene,)* }
            }

            /// The row of `labels.tsv` it answers from, empty when the answer is open.
            pub fn labels(self) -> &'static str {
                match self { $(Task::$name => $closed,)* }
            }
        }
    };
}

// a table: a match for each column would have to be kept in step by hand
tasks! {
    /// Positive, negative, neutral or mixed.
    Sentiment "sentiment" Sentiment Review "sentiment",
    /// Is the customer satisfied?
    Satisfied "satisfied" Sentiment Review "answer",
    /// The aspect that is criticised.
    Blamed "blamed" Sentiment Review "",
    /// The aspect that is praised.
    Praised "praised" Sentiment Review "",
    /// Topic of a message.
    Intent "intent" Topic Message "intent",
    /// Priority of a message.
    Urgency "urgency" Topic Message "urgency",
    /// The product a message is about.
    Product "product" Extraction Message "",
    /// Who signed.
    Sender "sender" Extraction Message "",
    /// A title.
    Title "title" Title Message "",
    /// Total amount.
    Total "total" Extraction Note "",
    /// Amount paid in advance.
    Deposit "deposit" Extraction Note "",
    /// Amount of the delivery.
    Shipping "shipping" Extraction Note "",
    /// An amount, not said which: the first.
    Amount "amount" Extraction Note "",
    /// Date of the order.
    Ordered "ordered" Extraction Note "",
    /// Date of the delivery.
    Due "due" Extraction Note "",
    /// City.
    City "city" Extraction Note "",
    /// E-mail address.
    Email "email" Extraction Note "",
    /// Phone number.
    Phone "phone" Extraction Note "",
    /// Order number.
    Order "order" Extraction Note "",
    /// Name of the customer.
    Customer "customer" Extraction Note "",
    /// Name of the company.
    Company "company" Extraction Note "",
    /// JSON with given keys.
    Record "record" Record Note "",
    /// Is there personal data?
    Personal "personal" Personal Note "answer",
    /// The text, e-mails and phones masked.
    Mask "mask" Personal Note "",
    /// Which language.
    Language "language" Language Tongue "language",
    /// English to French.
    ToFrench "to french" Translation Phrase "",
    /// French to English.
    ToEnglish "to english" Translation Phrase "",
    /// First item.
    First "first" Lists List "",
    /// Last item.
    Last "last" Lists List "",
    /// Item at a place.
    Nth "nth" Lists List "",
    /// How many.
    Count "count" Lists List "",
    /// In alphabetical order.
    Sort "sort" Lists List "",
    /// From last to first.
    Reverse "reverse" Lists List "",
    /// Is it there?
    Contains "contains" Lists List "answer",
    /// All but one.
    Without "without" Lists List "",
    /// Largest number.
    Largest "largest" Lists List "",
    /// Smallest number.
    Smallest "smallest" Lists List "",
    /// Is one older than another?
    Older "older" Comparison Facts "answer",
    /// Who is the oldest.
    Oldest "oldest" Comparison Facts "",
    /// What costs the least.
    Cheapest "cheapest" Comparison Facts "",
    /// What costs the most.
    Dearest "dearest" Comparison Facts "",
    /// In capitals.
    Capitals "capitals" Rewriting Phrase "",
    /// In lower case.
    LowerCase "lower case" Rewriting Phrase "",
    /// Without a word.
    DropWord "drop word" Rewriting Phrase "",
    /// A word for another.
    SwapWord "swap word" Rewriting Phrase "",
    /// Which option is of a kind.
    Belongs "belongs" Choice Choice "",
    /// Which option is not of the kind of the others.
    Odd "odd" Choice Choice "",
    /// Category of a thing.
    Category "category" Binding Word "category",
    /// Verbatim.
    Copy "copy" Copying Drill "",
    /// Value of a key.
    Lookup "lookup" Copying Drill "",
    /// Partner of a word shown before.
    Associate "associate" Copying Drill "",
}
