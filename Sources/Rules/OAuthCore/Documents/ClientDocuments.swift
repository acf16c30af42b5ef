package import OAuthModel
import Storage
import Web

/// The clients that are known by the document under the URL that is their id (OAuth Client ID Metadata Document).
///
/// **A copy of the document accepts, and only a new one refuses**: what an older copy does not have, such as a redirect URI or a key, the
/// document may have by now, so it is looked at once more before anybody is sent away, once a minute at most.
package struct ClientDocuments: Sendable {
    private let policy: DocumentPolicy
    private let copies: FetchedCopies<Client>
    private let decisions: DocumentDecisions

    package init(
        _ policy: DocumentPolicy, configuration: CoreConfiguration, source: any DocumentSource,
        decisions: DocumentDecisions, uptime: Uptime,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.policy = policy
        self.decisions = decisions
        let reading = DocumentReading(configuration: configuration)
        copies = FetchedCopies(
            source: source, terms: FetchTerms.document, uptime: uptime, pause: pause
        ) { body, url in
            do throws(OAuthError) { return .success(try reading.client(body, at: url)) } catch {
                return .failure(error)
            }
        }
    }

    /// Whether an id can only be that of a document.
    static func isNamed(by id: ClientID) -> Bool {
        let id = id.rawValue.prefix(6).lowercased()
        return id.hasPrefix("https:") || id.hasPrefix("http:")
    }

    /// For the authorization endpoint: a person waits, and what is asked for begins only now. So the document is as it says how long it
    /// may be kept, and where it can't be had the last good copy serves until it is a day old.
    func client(
        _ id: ClientID, for peer: [UInt8], where fits: (Client) -> Bool
    ) async throws(StoreError) -> Result<LoadedClient, OAuthError> {
        let url: FetchURL
        do throws(OAuthError) { url = try self.url(id) } catch { return .failure(error) }
        guard try await decisions.verdict(of: id) != .denied else {
            return .failure(OAuthError(DocumentReason.documentDenied))
        }
        let loaded: LoadedClient
        switch await current(url, for: peer, where: fits) {
        case .success(let found): loaded = found
        case .failure(let failure): return .failure(failure.refusal)
        }
        guard policy.rule(for: url) == .ask else { return .success(loaded) }
        return switch try await decisions.verdict(awaitedFor: loaded.client) {
        case .approved: .success(loaded)
        case .denied: .failure(OAuthError(DocumentReason.documentDenied))
        case nil: .failure(OAuthError(DocumentReason.documentUnapproved))
        }
    }

    private func current(
        _ url: FetchURL, for peer: [UInt8], where fits: (Client) -> Bool
    ) async -> Result<LoadedClient, RenewalFailure> {
        let copy = copies.copy(of: url)
        if let copy, copies.isFresh(copy), fits(copy.value) { return .success(LoadedClient(copy.value)) }
        switch await copies.newer(than: copy, of: url, for: peer) {
        case .success(let newer): return .success(LoadedClient(newer.value, isRead: true))
        case .failure(let failure):
            return copy.map { .success(LoadedClient($0.value)) } ?? .failure(failure)
        }
    }

    /// For who has a grant, or says so: it goes on with what is at hand, and nobody waits for a document but where nothing is, or where
    /// what is at hand does not accept the proof.
    ///
    /// - Parameter snapshot: What is kept of a client that was granted something.
    func prove<Proven>(
        _ id: ClientID, for peer: [UInt8], orBy snapshot: () async throws -> Client?,
        by proof: (Client) async throws -> Proven
    ) async throws -> Proven {
        let url = try url(id)
        guard try await decisions.verdict(of: id) != .denied else {
            throw OAuthError(DocumentReason.documentDenied)
        }
        let copy = copies.copy(of: url)
        let atHand: Client? = if let copy { copy.value } else { try await snapshot() }
        guard let atHand else {
            let proven = try await proof(
                try await copies.newer(than: nil, of: url, for: peer).mapError(\.outage).get().value)
            copies.use(url)
            return proven
        }
        let isFresh = copy.map(copies.isFresh) ?? false
        if !isFresh {
            Task { [copies] in _ = await copies.newer(than: copy, of: url, for: peer, isKnown: true) }
        }
        do {
            let proven = try await proof(atHand)
            copies.use(url)
            return proven
        } catch let error as OAuthError where error.code == .invalidClient {
            switch await copies.newer(than: copy, of: url, for: peer, isKnown: true) {
            case .success(let newer): return try await proof(newer.value)
            case .failure(let failure): throw isFresh ? error : failure.outage
            }
        }
    }

    private func url(_ id: ClientID) throws(OAuthError) -> FetchURL {
        let url: FetchURL
        do { url = try FetchURL(id.rawValue, loopback: policy.loopback) } catch {
            throw OAuthError(DocumentReason.documentAddressMalformed, facts: [Fact("because", "\(error)")])
        }
        guard policy.rule(for: url) != .deny else {
            throw OAuthError(DocumentReason.documentHostDenied, facts: [Fact("host", url.host)])
        }
        return url
    }
}

extension RenewalFailure {
    /// What an authorization request is told: nothing of why the document could not be had.
    fileprivate var refusal: OAuthError {
        switch self {
        case .notHad(let failure):
            OAuthError(DocumentReason.documentNotHad, facts: [Fact("failure", "\(failure)")])
        case .tooOften: OAuthError(DocumentReason.documentAskedTooOften)
        case .unusable(let error): error
        }
    }

    /// What a token request is told. That a document can't be had says nothing against the client, which would throw its tokens away.
    fileprivate var outage: OAuthError {
        switch self {
        case .notHad(let failure):
            OAuthError(DocumentReason.documentAway, facts: [Fact("failure", "\(failure)")])
        case .tooOften:
            OAuthError(DocumentReason.documentAway, facts: [Fact("failure", "it was tried too often")])
        case .unusable(let error): error
        }
    }
}
