extension HandlerDescriptor {
    static let health = HandlerDescriptor(
        words: "Says whether the store can be used: 200, else 503.",
        shipped: ("health", "/health"), methods: [.get], isAdvertised: false, options: .none(.health))
}
