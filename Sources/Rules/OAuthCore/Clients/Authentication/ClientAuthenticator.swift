package import OAuthModel
package import Storage
package import WireText

/// Finds out who sent a request (RFC 6749 §2.3): a client, or at introspection a resource server.
package struct ClientAuthenticator: Sendable {
    private let clients: ClientDirectory
    private let servers: [ClientID: KnownServer]
    private let vault: Vault
    private let assertions: AssertionChecks

    /// - Parameters:
    ///   - keys: Has the keys that clients serve themselves.
    ///   - store: Remembers which assertions were taken.
    package init(
        configuration: CoreConfiguration, clients: ClientDirectory, keys: any ClientKeySource,
        store: any RecordStore, vault: Vault
    ) {
        self.clients = clients
        self.vault = vault
        assertions = AssertionChecks(
            terms: ClientAssertionTerms(audiences: configuration.assertionAudiences.map { WireText($0) }),
            keys: keys, store: store, vault: vault)
        servers = Dictionary(
            configuration.resourceServers.map { server in
                let known = KnownCaller(
                    methods: ResourceServer.authenticationMethods, secret: vault.digest(server.secret.bytes),
                    keys: nil)
                return (ClientID(rawValue: server.id), KnownServer(server: server, caller: known))
            }, uniquingKeysWith: { first, _ in first })
    }

    /// Those who may introspect with credentials.
    package var resourceServers: [ResourceServer] { servers.values.map(\.server) }

    /// - Parameters:
    ///   - presented: `nil` when the request names no client at all.
    ///   - peer: Who asks, in bytes that are the same for requests that count together.
    package func client(
        _ presented: PresentedCredentials?, from peer: [UInt8]
    ) async throws(RequestFailure) -> AuthenticatedClient {
        do {
            guard let presented else {
                throw OAuthError(ClientReason.clientUnnamed)
            }
            return try await clients.prove(presented.id, for: peer) { known in
                switch presented.way {
                case .atHand(let proof): try proof.check(against: known.caller, vault)
                case .signed(let assertion): try await assertions.check(assertion, of: known.caller)
                }
                return AuthenticatedClient(known.client, by: presented.method)
            }
            // Told by the name that it gives: most often it is the client, and has the wrong secret.
        } catch { throw RequestFailure(error).of(presented?.id) }
    }

    /// `nil` when it isn't one.
    package func resourceServer(_ presented: PresentedCredentials) -> ResourceServer? {
        guard let known = servers[presented.id], case .atHand(let proof) = presented.way,
            (try? proof.check(against: known.caller, vault)) != nil
        else { return nil }
        return known.server
    }

    private struct KnownServer: Sendable {
        let server: ResourceServer
        let caller: KnownCaller
    }
}

/// What a request shows of who sent it (RFC 6749 §2.3), a case for each way.
package enum PresentedCredentials: Sendable {
    /// The id alone. An empty secret counts as none, because a client library sends Basic with an empty password for public clients.
    case none(ClientID)
    case secretBasic(ClientID, WireText)
    case secretPost(ClientID, WireText)
    case assertion(ClientAssertion)

    package var id: ClientID {
        switch self {
        case .none(let id), .secretBasic(let id, _), .secretPost(let id, _): id
        case .assertion(let assertion): assertion.client
        }
    }

    var method: ClientAuthenticationMethod {
        switch self {
        case .none: .none
        case .secretBasic: .clientSecretBasic
        case .secretPost: .clientSecretPost
        case .assertion: .privateKeyJWT
        }
    }

    /// By what it is found out whether it is true.
    enum Way {
        case atHand(any ClientProof)
        /// Keys have to be found, and a store asked.
        case signed(ClientAssertion)
    }

    var way: Way {
        switch self {
        case .none: .atHand(NoProof())
        case .secretBasic(_, let secret), .secretPost(_, let secret):
            .atHand(SharedSecret(method: method, secret: secret))
        case .assertion(let assertion): .signed(assertion)
        }
    }
}

/// A client that has proven who it is, and how it did.
package struct AuthenticatedClient: Sendable {
    package let client: Client
    package let method: ClientAuthenticationMethod

    package init(_ client: Client, by method: ClientAuthenticationMethod) {
        self.client = client
        self.method = method
    }
}

/// A way to prove who one is: what a request shows for it, and how that is held against what is known.
protocol ClientProof: Sendable {
    func check(against known: KnownCaller, _ vault: Vault) throws(OAuthError)
}

/// What is known of who a request says it is from: a client, or a resource server.
struct KnownCaller: Sendable {
    /// Any of these will do.
    let methods: [ClientAuthenticationMethod]
    let secret: SecretDigest?
    let keys: ClientKeys?

    func registeredOtherwise(than method: ClientAuthenticationMethod) -> OAuthError {
        let registered = methods.map(\.rawValue).joined(separator: " ")
        return OAuthError(
            ClientReason.otherMethod,
            facts: [Fact("sent", method.rawValue), Fact("registered", registered)])
    }
}

extension KnownClient {
    fileprivate var caller: KnownCaller {
        KnownCaller(
            methods: client.metadata.authenticationMethods, secret: secret, keys: client.metadata.keys)
    }
}
