import Cryptography
import EmbeddedStore
import JSON
import OAuthModel
import Storage
import Support
import Synchronization
import Testing
import WireText

@testable import OAuthCore

@Suite("the steps that every grant has in common, with a grant that has nothing else")
struct SharedGrantStepsTests {
    private static let type = GrantType(
        "urn:example:toy", begins: true, needsRedirect: false, isRefreshed: true, isOpen: true,
        isConfidential: false)

    @Test("tokens are minted, sealed and stored, and the client's use is noted")
    func issued() async throws {
        let toy = try Toy(Self.type)
        let tokens = try await toy.ask()
        #expect(try await toy.core.isAlive(tokens))
        #expect(tokens.scope.text == "tools" && tokens.refreshToken != nil)
        #expect(try await toy.record(of: tokens).belongs(to: toy.client.id))
        #expect(
            try await toy.record(of: tokens).isMeant(for: toy.core.configuration.resources.map(\.indicator)))
        #expect(toy.renewals.ids == [toy.client.id])
    }

    @Test(
        "what is refused never gets to the store, and counts as no use",
        arguments: [
            ("client_id=a&client_id=b", .invalidRequest), ("scope=tools+notes", .invalidScope),
            ("resource=https://other.example/", .invalidTarget),
        ] as [(String, OAuthError.Code)])
    func refused(parameters: String, error: OAuthError.Code) async throws {
        let toy = try Toy(Self.type)
        #expect(await refusal { try await toy.ask(parameters) } == error)
        #expect(toy.steps.names == (error == .invalidRequest ? [] : ["claim"]))
        #expect(toy.renewals.ids == [])
    }

    @Test("a grant that is off is unsupported_grant_type, and not asked")
    func off() async throws {
        let toy = try Toy(Self.type, offered: [.refreshToken])
        #expect(await refusal { try await toy.ask() } == .unsupportedGrantType)
        #expect(toy.steps.names == [])
    }

    @Test("a client that is not registered for it is unauthorized_client, and its grant is not asked")
    func unregistered() async throws {
        let toy = try Toy(Self.type, clientMay: [.refreshToken])
        #expect(await refusal { try await toy.ask() } == .unauthorizedClient)
        #expect(toy.steps.names == [])
    }

    @Test("a public client may not use what is for those that prove who they are")
    func confidential() async throws {
        let type = GrantType(
            "urn:example:toy", begins: true, needsRedirect: false, isRefreshed: false, isOpen: false,
            isConfidential: true)
        let open = try Toy(type)
        #expect(await refusal { try await open.ask() } == .unauthorizedClient)
        #expect(open.steps.names == [])
        #expect(try await Toy(type, method: .clientSecretPost).ask().refreshToken == nil)
    }

    @Test("a refresh token goes to clients that may use one, and only where refreshing is on")
    func refreshed() async throws {
        #expect(try await Toy(Self.type, clientMay: [Self.type]).ask().refreshToken == nil)
        #expect(try await Toy(Self.type, offered: [Self.type]).ask().refreshToken == nil)
        let never = GrantType(
            "urn:example:toy", begins: true, needsRedirect: false, isRefreshed: false, isOpen: true,
            isConfidential: false)
        #expect(try await Toy(never).ask().refreshToken == nil)
    }

    @Test("what was granted to one client entitles no other")
    func otherClients() throws {
        let toy = try Toy(Self.type)
        let access = toy.access
        #expect(Entitlement(access, handle: [1], to: toy.client) != nil)
        #expect(Entitlement(access, handle: [1], to: CoreFixture.client("other")) == nil)
    }

    @Test("each grant type that is known has its grant", arguments: GrantType.allCases)
    func known(type: GrantType) async throws {
        let core = try CoreFixture(grantTypes: GrantType.allCases)
        let parameters = try #require(RequestParameters(query: "grant_type=\(type.rawValue)"))
        let error = await refusal {
            try await core.tokens.respond(
                to: TokenRequest(parameters, from: .usual(core.client), at: "192.0.2.1")
            )
            .answer
        }
        #expect(error != nil && error != .unsupportedGrantType, "what it misses is its own affair")
    }

    @Test("a client that registers itself keeps the grants that are open to it")
    func registration() throws {
        let closed = GrantType(
            "urn:example:closed", begins: true, needsRedirect: false, isRefreshed: true, isOpen: false,
            isConfidential: false)
        let rules = ClientMetadataRules(
            configuration: try .fixture(grantTypes: [closed, Self.type, .authorizationCode]))
        func kept(_ names: String) throws -> [String] {
            let document = try JSONValue.parse(Array(#"{"grant_types":[\#(names)]}"#.utf8)).object
            return try rules.grantTypes(StatedMetadata(try #require(document))).map(\.rawValue)
        }
        #expect(try kept(#""urn:example:closed","urn:example:toy""#) == ["urn:example:toy"])
        #expect(throws: OAuthError.self) { try kept(#""urn:example:closed""#) }
    }
}

/// A server with a grant that gives tools to whoever asks.
private struct Toy: Grant {
    let type: GrantType
    let core: CoreFixture
    let client: Client
    let renewals = Renewals()
    let steps = Steps()

    init(
        _ type: GrantType, offered: [GrantType]? = nil, clientMay: [GrantType]? = nil,
        method: ClientAuthenticationMethod = .none
    ) throws {
        self.type = type
        core = try CoreFixture(grantTypes: offered ?? [type, .refreshToken])
        client = CoreFixture.client("client", grantTypes: clientMay ?? [type, .refreshToken], method)
    }

    var access: GrantedAccess {
        GrantedAccess(
            clientID: client.id, owner: ResourceOwner(id: "ada", name: "Ada"),
            scope: Scope(core.configuration.scopes.filter(\.isDefault).map(\.token)),
            resources: core.configuration.resources.map(\.indicator), flow: nil)
    }

    func claim(_ request: TokenRequest) throws -> Claim<[UInt8]> {
        steps.add("claim")
        let handle: [UInt8] = core.vault.random.bytes(OpaqueToken.handleLength)
        guard let entitlement = Entitlement(access, handle: handle, to: request.client) else {
            return .nothing { OAuthError(TokenReason.codeUnknown) }
        }
        return .granted(entitlement, handle)
    }

    func issue(
        _ tokens: MintedTokens, for handle: [UInt8], _ request: TokenRequest
    ) async throws -> TokenResponse {
        steps.add("issue")
        return tokens.response(
            try await core.store.begin(
                core.vault.grantKey(handle), issuing: tokens.issued, summary: tokens.summary),
            .clientGranted)
    }

    func ask(_ parameters: String = "") async throws -> TokenResponse {
        let service = TokenService(
            [self], configuration: core.configuration,
            clients: ClientDirectory(configuration: core.configuration, store: renewals, vault: core.vault),
            vault: core.vault,
            patience: StorePatience(wait: .zero, uptime: Uptime(with: core.clock.clock)) { _ in },
            recent: RecentGrants(clock: core.clock.clock))
        let query = "grant_type=\(type.rawValue)&\(parameters)"
        return try await service.respond(
            to: TokenRequest(
                try #require(RequestParameters(query: query)), from: .usual(client), at: "192.0.2.1")
        ).answer
    }

    func record(of tokens: TokenResponse) async throws -> AccessTokenRecord {
        let token = try #require(OpaqueToken(.accessToken, WireText(tokens.accessToken)))
        let stored = try await core.store.load(
            accessToken: core.vault.digest(token.secret), of: core.vault.grantKey(token.handle))
        let sealed = try #require(stored).sealed
        let bytes = try #require(core.vault.open(sealed, under: token.secret, as: .accessToken))
        return try #require(AccessTokenRecord(bytes: bytes))
    }
}

private final class Steps: Sendable {
    private let taken = Mutex<[String]>([])
    var names: [String] { taken.withLock(\.self) }
    func add(_ name: String) { taken.withLock { $0.append(name) } }
}

/// A store of clients that knows nothing but which were used.
private final class Renewals: ClientStore {
    private let renewed = Mutex<[ClientID]>([])
    var ids: [ClientID] { renewed.withLock(\.self) }

    func insert(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion { .full }

    func keep(
        _ record: SealedRecord, as id: ClientID, lifetime: Duration, protectedFor: Duration, limit: Int
    ) async throws(StoreError) -> ClientInsertion {
        .full
    }

    func load(_ id: ClientID) async throws(StoreError) -> StoredRecord? { nil }

    func renew(_ id: ClientID, lifetime: Duration, protectedFor: Duration) async throws(StoreError) {
        renewed.withLock { $0.append(id) }
    }
}
