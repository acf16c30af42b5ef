import JSON
import WireText

/// A document of client metadata (RFC 7591 §2), of which only what is stated counts.
///
/// A member that is `null` is absent, and so is an optional address or `application_type` that is empty: in these ways libraries
/// write what was never set.
struct StatedMetadata {
    /// Pages for people.
    static let pages: Set<WireText> = ["client_uri", "logo_uri", "tos_uri", "policy_uri"]
    private static let absentWhenEmpty = pages.union(["jwks_uri", "application_type"])

    /// In the order of the document.
    let members: [(name: WireText, value: JSONValue)]

    init(_ document: JSONObject) {
        members = document.members.filter { name, value in
            value != .null && !(value == "" && Self.absentWhenEmpty.contains(name))
        }
    }

    subscript(_ name: StaticString) -> JSONValue? {
        members.first { $0.name.equals(name) }?.value
    }
}
