import YAML

/// A value that holds, and where it comes from.
package struct ToldValue: Sendable {
    package let path: ValuePath
    /// As the file would write it, in brackets too; a secret as `***`.
    package let text: String
    package var origin: Origin

    /// In the place of a secret.
    static let mask = "'***'"

    package enum Origin: Sendable, Equatable {
        /// What holds where nobody says otherwise.
        case standing
        case file(Place)
        /// Variables whose values are in it.
        case environment([String], Place)
        /// What the file has for variables that are not set.
        case unset([String], Place)
        /// What went before the file: an option of the command line, a profile.
        case overridden(String)
    }

    package struct Place: Sendable, Equatable {
        package let file: String
        package let line: Int
    }
}

extension Field {
    /// Where its value comes from.
    package var origin: ToldValue.Origin {
        let place = ToldValue.Place(
            file: decoding.sources[span.start].file, line: span.start.line)
        guard let filled = filling else { return .file(place) }
        if !filled.sources.isEmpty { return .environment(filled.sources, place) }
        return filled.variables.isEmpty ? .file(place) : .unset(filled.variables, place)
    }
}

extension ToldValue.Origin: CustomStringConvertible {
    /// A few words, for a person.
    package var description: String {
        switch self {
        case .standing: "default"
        case .file(let place): "\(place)"
        case .environment(let names, let place): "\(names.joined(separator: ", ")) (\(place))"
        case .unset(let names, let place):
            "\(place), \(names.joined(separator: ", ")) \(names.count == 1 ? "is" : "are") not set"
        case .overridden(let words): words
        }
    }
}

extension ToldValue.Place: CustomStringConvertible {
    package var description: String { "\(file):\(line)" }
}
