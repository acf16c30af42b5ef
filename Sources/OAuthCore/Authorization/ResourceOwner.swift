import JSON
package import OAuthModel
package import WireText

/// Who logged in.
package struct ResourceOwner: Sendable, Equatable {
    package let subject: Subject
    /// For people: `username` at introspection (RFC 7662 §2.2).
    package let name: WireText

    package init(subject: Subject, name: WireText) {
        self.subject = subject
        self.name = name
    }
}

/// As it stands in every record that names one.
extension ResourceOwner {
    var json: JSONObject {
        JSONObject(["sub": .string(subject.rawValue), "username": .string(name)])
    }

    init?(json: JSONValue) {
        guard let subject = json["sub"]?.string?.ascii, let name = json["username"]?.string else {
            return nil
        }
        self.init(subject: Subject(rawValue: subject), name: name)
    }
}
