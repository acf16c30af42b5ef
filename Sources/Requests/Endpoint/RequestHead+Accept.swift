import WireText

/// For whom an answer is (RFC 9110 §12.5.1).
extension RequestHead {
    /// A person is waiting for this answer, not a program.
    package var wantsPage: Bool { accepts("text/html") }

    /// It wants to be told of what happens from now on, in server-sent events.
    package var wantsEvents: Bool { accepts("text/event-stream") }

    private func accepts(_ type: StaticString) -> Bool {
        headers.all("accept").contains { $0.containsIgnoringCase(type) }
    }
}
