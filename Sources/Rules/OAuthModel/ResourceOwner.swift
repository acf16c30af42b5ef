package import WireText

/// Who logged in, or can.
package struct ResourceOwner: Sendable, Equatable {
    package let subject: Subject
    /// For people: `username` at introspection (RFC 7662 §2.2).
    package let name: WireText

    package init(subject: Subject, name: WireText) {
        self.subject = subject
        self.name = name
    }

    package init(id: String, name: String) {
        self.init(subject: Subject(rawValue: id), name: WireText(name))
    }
}
