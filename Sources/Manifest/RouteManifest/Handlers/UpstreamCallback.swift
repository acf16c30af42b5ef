import OAuthModel

extension HandlerDescriptor {
    static let upstreamCallback = HandlerDescriptor(
        words:
            "Where a provider sends the browser back to. No route of the file has it: each of `upstreams` has one that follows from it, at /upstream/NAME/callback, as long as a route of oauth.authorize is on.",
        methods: [.get], isPage: true, needsParameters: true, isAdvertised: false, isMade: true,
        needs: [.authorize], options: .none(.upstreamCallback(.fake)))
}
