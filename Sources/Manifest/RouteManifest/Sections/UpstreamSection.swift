import OAuthModel
import StrictYAML

/// Section `upstream` with the places that later checks point at.
struct UpstreamDraft {
    /// The issuer is.
    var isPublic = false
    fileprivate var kind: UpstreamKind?
    fileprivate var users: [ResourceOwner] = []
    fileprivate var approves = false
    fileprivate var session = Duration.seconds(7 * 86_400)
    fileprivate(set) var upstream: Upstream?
    /// Nil where nothing is approved.
    fileprivate(set) var autoApproveField: Field?
}

extension KeyList<UpstreamDraft> {
    static let upstream = KeyList(
        "'upstream'", example: "{ kind: fake }", wrapping: "kind", for: "consent and login",
        untouched: UpstreamDraft()
    ) {
        Key(
            "kind", .word(UpstreamKind.allCases.map(\.rawValue)), example: "fake",
            """
            fake: a login that believes everybody, for an issuer that is local or one of development_hosts. Providers that know people stand \
            under `upstreams`.
            """,
            text: { $0.kind?.rawValue },
            accept: { field, draft, reader in
                draft.kind = field.flatMap { reader.decoding.upstreamKind($0, isPublic: draft.isPublic) }
            }
        ).required(value: { _ in "fake" })
        Key(
            "users",
            .list(of: .user, by: "id") { user, _ in
                user.id.map { ResourceOwner(id: $0, name: user.name ?? $0) }
            }, \.users, example: "[{ id: ada, name: Ada Lovelace }]", standing: "none",
            "Who can be chosen there with one click.")
        Key(
            "auto_approve", .boolean, \.approves, example: "true",
            """
            Consent and login finish by themselves, for tests without a browser: as the first user, or as the one that `login_hint` \
            of the authorization request names. For an issuer on this machine alone.
            """)
        Key(
            "session", .duration(.seconds(60) ... .seconds(365 * 86_400)), \.session, example: "7d",
            "How long a login there lasts.")
    } together: { draft, reader in
        guard draft.kind != nil else { return }
        draft.autoApproveField = draft.approves ? reader.field("auto_approve") : nil
        draft.upstream = .fake(
            FakeUpstreamSettings(users: draft.users, autoApprove: draft.approves, session: draft.session))
    }
}

/// An entry of `users`.
private struct UserEntry {
    var id: String?
    var name: String?
}

extension KeyList<UserEntry> {
    fileprivate static let user = KeyList(
        "a demo user", example: "{ id: ada, name: Ada Lovelace }", wrapping: "id", for: "the fake login",
        untouched: UserEntry()
    ) {
        Key(
            "id", .identifier(.user, called: "demo user"), \.id, example: "ada",
            "Who the person is: `sub` and `username` of the tokens."
        ).required("such as id: ada")
        Key(
            "name", .line(), \.name, example: "Ada Lovelace", standing: "the id", "What the login page shows."
        )
    }
}

private enum UpstreamKind: String, CaseIterable {
    case fake
}

extension Decoding {
    fileprivate func upstreamKind(_ field: Field, isPublic: Bool) -> UpstreamKind? {
        let words = UpstreamKind.allCases.map(\.rawValue)
        guard let text = field.text(such: words.first) else { return nil }
        if let kind = UpstreamKind(rawValue: text.value) { return kind }
        if let provider = ProviderKind(rawValue: text.value) {
            field.error(
                .invalidValue, "'upstream' is the fake login alone; a provider stands under 'upstreams'",
                hint: "such as upstreams: { \(provider.exampleName): \(provider.example) }")
            return nil
        }
        field.error(
            .invalidValue, "'upstream' is the fake login alone, and not \(text.shown)",
            remedy: field.meant(text.value, among: words, called: nil)
                ?? (isPublic
                    ? Remedy("providers stand under 'upstreams', each with a kind")
                    : field.write(words[0]).or("name a provider under 'upstreams'")))
        return nil
    }
}
