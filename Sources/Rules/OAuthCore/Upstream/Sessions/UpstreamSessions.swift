import Cryptography
package import OAuthModel
package import Storage

/// Looks after logins at providers for as long as their grants live: keeps the provider's tokens, and asks it with each refresh whether the
/// login still holds.
///
/// Nothing is kept of a login whose code is never redeemed, and nothing is looked at of a grant that has nothing kept. A provider's
/// `invalid_grant` ends the grant; nothing else that it says or doesn't say does.
package struct UpstreamSessions: Sendable {
    /// So long a request waits while another asks for the same grant: longer than a provider is usually waited for.
    static let wait = Duration.seconds(10)
    private static let longestPause = Duration.milliseconds(200)

    private let refreshers: [UpstreamName: any UpstreamRefresher]
    private let store: any RecordStore & GrantStore
    private let leases: LoginLeases
    private let vault: Vault
    private let recent: RecentGrants
    private let uptime: Uptime
    private let pause: @Sendable (Duration) async throws -> Void
    private let room = WaitingRoom()

    /// - Parameters:
    ///   - refreshers: Whom to ask; a grant of any other is not looked at.
    ///   - pause: Lets time pass between two looks; throws when nobody waits any more.
    package init(
        _ refreshers: [UpstreamName: any UpstreamRefresher], store: any RecordStore & GrantStore,
        vault: Vault, recent: RecentGrants, uptime: Uptime,
        pause: @escaping @Sendable (Duration) async throws -> Void
    ) {
        self.refreshers = refreshers
        self.store = store
        leases = LoginLeases(store: store, vault: vault, uptime: uptime)
        self.vault = vault
        self.recent = recent
        self.uptime = uptime
        self.pause = pause
    }

    /// Keeps what a login brought, before there are tokens of its grant: a grant is never without what it is asked with. It may be kept
    /// again.
    func keep(_ tokens: UpstreamTokens, beside grant: LookedAfter, for lifetime: Duration) async throws {
        try await put(KeptLogin(tokens, confirmedAt: vault.clock.now), beside: grant, for: lifetime)
    }

    /// Forgets what is kept of a grant that ends, if anything is.
    func forget(_ access: GrantedAccess, _ key: GrantKey) async throws(StoreError) {
        guard access.keptLogin != nil else { return }
        _ = try await store.take(.keptLogin, digest(key))
    }

    /// Has the provider of a grant say that its login still holds, and goes on to issue tokens; with no more than that where nothing is
    /// kept of it, or nobody is to be asked.
    ///
    /// Of all who come at once with one grant, to whatever process, one asks. The others wait until that one has issued its tokens, find
    /// what they came with spent, and go on without a question.
    ///
    /// - Parameters:
    ///   - isUnspent: Whether what the request came with would be rotated, as the store has it now.
    ///   - issue: Brings the tokens to the store. Goes to its end once the provider was asked, though nobody may wait for it any more: what
    ///     the provider gave is good once, too.
    func confirm(
        _ grant: LookedAfter, patience: StorePatience.Share,
        while isUnspent: @escaping @Sendable () async throws -> Bool,
        issue: @escaping @Sendable (LoginConfirmation?) async throws -> TokenResponse
    ) async throws -> TokenResponse {
        guard let upstream = grant.access.keptLogin, let refresher = refreshers[upstream],
            let lease = try await lease(grant.key, patience, while: isUnspent)
        else { return try await issue(nil) }
        let answer = Task {
            do {
                let confirmation =
                    try await isUnspent()
                    ? try await ask(refresher, upstream, about: grant, patience.renewed) : nil
                let answer = try await issue(confirmation)
                await leases.giveBack(lease)
                return answer
            } catch {
                await leases.giveBack(lease)
                throw error
            }
        }
        return try await answer.value
    }

    /// Nil: what the request came with was spent, or ended, while another had it.
    private func lease(
        _ key: GrantKey, _ patience: StorePatience.Share, while isUnspent: () async throws -> Bool
    ) async throws -> LoginLeases.Lease? {
        if let lease = try await leases.take(key, patience: patience) { return lease }
        guard room.enter() else { throw OAuthError(UpstreamReason.upstreamBusy) }
        defer { room.leave() }
        let deadline = uptime.now + Self.wait
        var length = Duration.milliseconds(25)
        while uptime.now < deadline {
            do { try await pause(min(length, deadline - uptime.now)) } catch { break }
            length = min(length * 2, Self.longestPause)
            guard try await isUnspent() else { return nil }
            if let lease = try await leases.take(key, patience: patience) { return lease }
        }
        throw OAuthError(UpstreamReason.upstreamBusy)
    }

    private func ask(
        _ refresher: any UpstreamRefresher, _ upstream: UpstreamName, about grant: LookedAfter,
        _ patience: StorePatience.Share
    ) async throws -> LoginConfirmation {
        let name = Fact("upstream", upstream.rawValue)
        let digest = digest(grant.key)
        let stored = try await patience.insist { try await store.load(.keptLogin, digest) }
        guard let stored, let kept: KeptLogin = vault.open(stored, under: grant.handle),
            kept.tokens.upstream == upstream
        else { throw OAuthError(UpstreamReason.upstreamForgotten, facts: [name]) }
        let age = kept.age(at: vault.clock.now, within: refresher.grace)
        guard kept.tokens.refreshToken != nil else {
            let fact = Fact("provider", "gave no refresh token")
            guard let age else { throw OAuthError(UpstreamReason.upstreamForgotten, facts: [name, fact]) }
            return .unconfirmed(by: upstream, age: age, facts: [fact])
        }
        switch await refresher.refresh(kept.tokens) {
        case .success(let tokens):
            // Before anything else: what was sent may be spent there.
            let confirmed = KeptLogin(tokens, confirmedAt: vault.clock.now)
            let rest = max(.zero, stored.validity.expiresAt.since(vault.clock.now))
            try await patience.renewed.insist { try await put(confirmed, beside: grant, for: rest) }
            return .confirmed(by: upstream)
        case .failure(.ended(let facts)):
            _ = try await patience.renewed.insist { try await store.revoke(grant.key) }
            recent.noteEnd(of: grant.key)
            // What can't be forgotten now is nothing that anybody could open, and ends by itself.
            try? await forget(grant.access, grant.key)
            throw OAuthError(UpstreamReason.upstreamEnded, facts: [name] + facts)
        case .failure(.away(let facts)):
            guard let age else {
                let ago = Fact(
                    "confirmed", "\(vault.clock.now.since(kept.confirmedAt).wholeSeconds) s ago")
                throw OAuthError(UpstreamReason.upstreamUnreachable, facts: [name, ago] + facts)
            }
            return .unconfirmed(by: upstream, age: age, facts: facts)
        }
    }

    private func put(
        _ login: KeptLogin, beside grant: LookedAfter, for lifetime: Duration
    ) async throws(StoreError) {
        try await store.insert(
            try vault.seal(login, under: grant.handle, for: lifetime), as: .keptLogin,
            under: digest(grant.key), lifetime: lifetime, owner: nil)
    }

    /// Under which it is found.
    func digest(_ key: GrantKey) -> SecretDigest {
        vault.digest(vault.binding(Array("kept login".utf8), key.bytes))
    }
}

/// A grant whose login may be looked after.
struct LookedAfter: Sendable {
    let access: GrantedAccess
    let handle: [UInt8]
    let key: GrantKey
}
