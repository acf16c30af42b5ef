/// What a client that registers itself may ask for, and how long it is remembered.
package struct RegistrationPolicy: Sendable, Equatable {
    /// For every client, be it listed in the manifest or registered by itself.
    package var redirectURIs: RedirectURIRule
    /// A registration that is not used for so long is forgotten.
    package var unusedLifetime = Duration.seconds(90 * 86_400)
    /// The most that are kept at once.
    package var maximumClients = 100_000

    package init(redirectURIs: RedirectURIRule) {
        self.redirectURIs = redirectURIs
    }
}
