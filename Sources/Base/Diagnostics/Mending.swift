/// What a hint asks for, as a change of the file.
package enum Mending: Sendable, Equatable {
    /// Nothing that could be written down.
    case inWords
    /// This change, in one place or in several together, and nothing else: it can be made without asking anybody.
    case change([SourceEdit])
    /// This change, among other ways or other names, or of what may be meant as it is: only a person knows.
    case choice([SourceEdit])

    /// Each is of the file as it is.
    package var edits: [SourceEdit] {
        switch self {
        case .inWords: []
        case .change(let edits), .choice(let edits): edits
        }
    }

    /// What can be made without asking.
    package var change: [SourceEdit]? {
        if case .change(let edits) = self { edits } else { nil }
    }
}
