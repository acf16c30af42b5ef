import StrictYAML

extension HandlerDescriptor {
    static let flows = HandlerDescriptor(
        words: """
            The timeline: what became of each attempt of a client to get in, how far it came, why it stopped and what to do. For who runs the \
            server; off for an issuer that is not this machine, until `enabled: true` turns it on.
            """,
        shipped: ("flows", "/flows"), methods: [.get, .post], template: TemplateName("flows.html"),
        callers: [.operators],
        isPage: true, options: .keys(.flowsOptions) { .flows($0) })
}

package struct FlowsOptions: Sendable, Equatable {
    /// What is kept in memory of attempts, in bytes.
    package internal(set) var memory = 8_388_608
}

extension KeyList<FlowsOptions> {
    fileprivate static let flowsOptions = KeyList(
        "'with'", example: "{ memory: 8MiB }", for: "the timeline", untouched: FlowsOptions()
    ) {
        Key(
            "memory", .byteCount(65_536...1_073_741_824), \.memory, example: "8MiB",
            """
            How much of this process's memory the timeline may take. The oldest attempts make room for new ones; what is shown is \
            forgotten at exit.
            """)
    }
}
