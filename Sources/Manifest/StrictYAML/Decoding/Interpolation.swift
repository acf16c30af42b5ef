import Suggestions

/// Variables in a scalar: `${V}`, `${V:-default}`, `${V:?message}`; `$$` is a dollar sign, and so is one that no brace follows.
///
/// As in shells, a variable that is set and empty counts as unset for `:-` and `:?`. A default ends at the first `}` and is not
/// looked into again.
package struct Interpolation {
    package private(set) var text = ""
    /// The variables named, in order.
    package private(set) var variables: [String] = []
    /// Those of them whose values are in the text: the default of another one stands in the file.
    package private(set) var sources: [String] = []
    /// Something of the text, or of a default that was used, stands in the file itself.
    private(set) var isFromFile = false
    private(set) var flaws: [Flaw] = []
    /// What looks like a variable and is text.
    private(set) var doubts: [Flaw] = []
    /// Variables whose values nobody can have meant.
    private(set) var strays: [Flaw] = []

    /// Nothing is wrong with it but that variables are not set.
    var isOnlyNames: Bool {
        flaws.allSatisfy { flaw in
            switch flaw.kind {
            case .unset, .required: true
            case .unclosed, .name, .form, .nested, .bare, .stray, .link: false
            }
        }
    }

    struct Flaw: Equatable {
        package let kind: Kind
        /// Where in the scalar, in Unicode scalars, and how long.
        let offset: Int
        package let length: Int

        enum Kind: Equatable {
            case unset(String)
            /// With the message after `:?`.
            case required(String, message: String)
            /// With the name that it begins with, when nothing follows that.
            case unclosed(String?)
            case name(String)
            /// `${V-x}`, `${V:x}` and the like.
            case form(String, rest: String)
            case nested
            /// `$NAME`, without braces.
            case bare(String)
            /// What is in the value of the variable is not all of it the value.
            case stray(String, StrayText)
            case link(String, ServiceLink)
        }
    }

    package init(_ scalar: String, environment: [String: String]) {
        let characters = Array(scalar.unicodeScalars)
        var index = 0
        while index < characters.count {
            let next = index + 1 < characters.count ? characters[index + 1] : nil
            if characters[index] == "$", next == "{" {
                index = expand(characters, from: index, environment)
            } else {
                if characters[index] == "$" { doubt(characters, at: index) }
                text.unicodeScalars.append(characters[index])
                isFromFile = true
                index += characters[index] == "$" && next == "$" ? 2 : 1
            }
        }
    }

    /// Expands the variable that begins at `start` and answers where the rest begins.
    private mutating func expand(
        _ characters: [Unicode.Scalar], from start: Int, _ environment: [String: String]
    ) -> Int {
        guard let close = characters[start...].firstIndex(of: "}") else {
            let rest = Self.string(characters[(start + 2)...])
            let name = !rest.isEmpty && rest.unicodeScalars.allSatisfy(Self.isNameCharacter) ? rest : nil
            flaws.append(Flaw(kind: .unclosed(name), offset: start, length: characters.count - start))
            return characters.count
        }
        let end = close + 1
        let inside = characters[(start + 2)..<close]
        let name = Self.string(inside.prefix { Self.isNameCharacter($0) })
        let rest = Self.string(inside.dropFirst(name.unicodeScalars.count))
        if let flaw = append(name, rest, environment) {
            flaws.append(Flaw(kind: flaw, offset: start, length: end - start))
        } else if let stray = Self.stray(in: environment[name], of: name) {
            strays.append(Flaw(kind: stray, offset: start, length: end - start))
        }
        return end
    }

    /// Notes a name behind the dollar sign at `start`, as shells and other programs write variables: two capitals at least.
    private mutating func doubt(_ characters: [Unicode.Scalar], at start: Int) {
        let name = Self.string(characters[(start + 1)...].prefix { Self.isNameCharacter($0) })
        let isCapital = name.unicodeScalars.allSatisfy { !("a"..."z" ~= $0) }
        guard name.unicodeScalars.count > 1, isCapital, let first = name.unicodeScalars.first,
            !("0"..."9" ~= first)
        else { return }
        doubts.append(Flaw(kind: .bare(name), offset: start, length: name.unicodeScalars.count + 1))
    }

    private static func stray(in value: String?, of name: String) -> Flaw.Kind? {
        guard let value else { return nil }
        if let link = ServiceLink(name, value) { return .link(name, link) }
        return StrayText(value).map { .stray(name, $0) }
    }

    private mutating func append(_ name: String, _ rest: String, _ environment: [String: String]) -> Flaw
        .Kind?
    {
        guard let first = name.unicodeScalars.first, !("0"..."9" ~= first) else { return .name(name + rest) }
        guard !rest.contains("${") else { return .nested }
        variables.append(name)
        let value = environment[name]
        switch rest.prefix(2) {
        case "":
            guard let value else { return .unset(name) }
            add(value, of: name)
        case ":-":
            if let value, !value.isEmpty {
                add(value, of: name)
            } else {
                text += rest.dropFirst(2)
                isFromFile = isFromFile || rest.utf8.count > 2
            }
        case ":?":
            guard let value, !value.isEmpty else {
                return .required(name, message: String(rest.dropFirst(2)))
            }
            add(value, of: name)
        default: return .form(name, rest: rest)
        }
        return nil
    }

    private mutating func add(_ value: String, of name: String) {
        text += value
        if !sources.contains(name) { sources.append(name) }
    }

    private static func isNameCharacter(_ scalar: Unicode.Scalar) -> Bool {
        "a"..."z" ~= scalar || "A"..."Z" ~= scalar || "0"..."9" ~= scalar || scalar == "_"
    }

    private static func string(_ scalars: ArraySlice<Unicode.Scalar>) -> String {
        String(String.UnicodeScalarView(scalars))
    }
}
