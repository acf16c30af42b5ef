import Diagnostics
import StrictYAML

/// The profile that is active, and who says so.
struct ProfileDraft {
    let name: ProfileName
    let source: Source

    enum Source {
        case standing
        case manifest(Field)
        case commandLine
    }
}

extension Decoding {
    func profile(_ field: Field?) -> ProfileDraft {
        let written = field?.profileName()
        guard let override = overrides.profile else {
            guard let field, let written else { return ProfileDraft(name: .demo, source: .standing) }
            return ProfileDraft(name: written, source: .manifest(field))
        }
        guard let name = ProfileName(override) else {
            findings.error(
                .invalidValue, "--profile \(quoted(override)) is not a name for a profile", at: nil,
                hint: "\(ProfileName.alphabet)")
            return ProfileDraft(name: .demo, source: .standing)
        }
        return ProfileDraft(name: name, source: .commandLine)
    }

    /// `profiles` of a route.
    func profiles(_ field: Field) -> [NamedProfile]? {
        guard let entries = field.list() else { return nil }
        if entries.isEmpty {
            field.error(
                .invalidValue, "'profiles' is empty",
                remedy: field.remove(called: "profiles").because(
                    "to turn the route off, write enabled: false"))
        }
        return distinct(entries) { entry in
            entry.profileName().map { NamedProfile(name: $0, field: entry) }
        }
    }
}

/// A profile that a route is on in, and where that is written.
struct NamedProfile: Hashable {
    let name: ProfileName
    let field: Field

    static func == (left: Self, right: Self) -> Bool { left.name == right.name }
    func hash(into hasher: inout Hasher) { hasher.combine(name) }
}

extension Field {
    fileprivate func profileName() -> ProfileName? {
        convert(to: "the name of a profile", such: "demo") {
            ProfileName($0)
        } remedy: {
            ProfileName.nearest(to: $0).map(write) ?? Remedy(ProfileName.alphabet)
        }
    }
}
