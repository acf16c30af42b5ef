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
        let written = field.flatMap(ValueType.profile.read)
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
}

extension ValueType<ProfileName> {
    static var profile: ValueType {
        ValueType(ProfileName.shape) { field in
            field.convert(to: "the name of a profile", such: "demo") {
                ProfileName($0)
            } remedy: {
                ProfileName.nearest(to: $0).map(field.write) ?? Remedy(ProfileName.alphabet)
            }
        }
    }
}

extension ValueType<[Placed<ProfileName>]> {
    /// Those in which a route is on.
    static var profiles: ValueType {
        .list(.placed(.profile)) { field in
            field.error(
                .invalidValue, "'profiles' is empty",
                remedy: field.remove(called: "profiles").because(
                    "to turn it off, write enabled: false"))
        }
    }
}
