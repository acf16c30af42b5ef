/// A key of the manifest as it is told of.
package struct KeyEntry: Sendable {
    package let name: String
    package let shape: ValueShape
    package let standing: Standing
    /// A value, as YAML in brackets writes it.
    package let example: String
    /// What it changes. Sentences.
    package let words: String
    /// Which part of the server it is for: `the token endpoint`.
    package let reader: String
    /// The first version that has it.
    package let since: String

    /// What holds without it.
    package enum Standing: Sendable {
        /// A value, as the file would write it.
        case value(String)
        /// What it follows from.
        case words(String)
        /// It must be there; or, not always, unless another key says otherwise.
        case required(always: Bool)
        /// What it is for is not done.
        case nothing
    }
}
