package import OAuthModel

/// A request to the token endpoint whose client has proven who it is: all that a grant learns of it.
package struct TokenRequest: Sendable {
    package let parameters: RequestParameters
    package let client: Client
    /// What is left of the time that it waits for a store that is away.
    package let patience: StorePatience.Share

    package init(
        _ parameters: RequestParameters, from client: Client, patience: StorePatience.Share = .none
    ) {
        self.parameters = parameters
        self.client = client
        self.patience = patience
    }
}
