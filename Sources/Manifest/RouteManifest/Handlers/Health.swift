extension HandlerDescriptor {
    /// Says whether the store can be used.
    static let health = HandlerDescriptor(
        shipped: ("health", "/health"), methods: [.get], isAdvertised: false, options: .none(.health))
}
