package import OAuthModel
package import WireText

/// A request to the token endpoint whose client has proven who it is: all that a grant learns of it.
package struct TokenRequest: Sendable {
    package let parameters: RequestParameters
    package let client: Client
    /// How it did.
    package let method: ClientAuthenticationMethod
    /// Where it came from, as the summary of its grant tells.
    package let address: WireText
    /// What is left of the time that it waits for a store that is away.
    package let patience: StorePatience.Share

    package init(
        _ parameters: RequestParameters, from client: AuthenticatedClient, at address: WireText,
        patience: StorePatience.Share = .none
    ) {
        self.parameters = parameters
        self.client = client.client
        method = client.method
        self.address = address
        self.patience = patience
    }
}
