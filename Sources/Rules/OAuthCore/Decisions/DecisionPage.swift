import OAuthModel
package import Web
import WireText

/// A decision or a reason as it is told of: on the page `docs/decisions-and-reasons.md`, and by `mcp-auth explain`.
package struct DecisionEntry: Sendable {
    package let name: String
    package let account: Account
    /// What a client is told; `nil` where it is told nothing by that, or what the answer says.
    package let told: String?
    /// What the log says in an example.
    package let example: String

    fileprivate init(_ reason: any Reason, told: String? = nil, by decision: Decision) {
        name = reason.name
        account = reason.account
        self.told = told
        example = decision.story { _ in "Demo client" }.words
    }
}

/// All that this server decides, and why.
package enum DecisionPage {
    package static var chapters: [(title: String, entries: [DecisionEntry])] {
        let decisions = DecisionKind.allCases.map { kind in
            DecisionEntry(kind, by: Samples.all.first { $0.kind == kind } ?? .nothing)
        }
        let refusals = refusalReasons.map { title, reasons in
            ("Refused: \(title)", reasons.map { Self.entry($0) })
        }
        return [("Decisions", decisions)] + refusals + [
            (
                "Inactive: why a token is worth nothing",
                InactiveReason.allCases.map {
                    DecisionEntry(
                        $0, told: "{\"active\":false}", by: .introspected(Samples.introspected($0)))
                }
            ),
            (
                "Limited: too many tokens",
                LimitReason.allCases.map {
                    DecisionEntry($0, told: "429: \($0.description)", by: .limited(Samples.limited($0)))
                }
            ),
            (
                "Unasked: answered by the transport or the router",
                HTTPReason.allCases.map { DecisionEntry($0, by: .unasked(HTTPRefusal($0))) }
            ),
        ]
    }

    private static func entry(_ reason: some RefusalReason) -> DecisionEntry {
        let error = OAuthError(reason).of(Samples.client.id)
        return DecisionEntry(
            reason, told: "\(reason.rule.code.rawValue): \(reason.rule.description)", by: .refused(error))
    }

    package static var text: String {
        head
            + chapters.map { title, entries in
                "\n## \(title)\n" + entries.map(Self.text).joined()
            }.joined()
    }

    private static func text(_ entry: DecisionEntry) -> String {
        let told = entry.told.map { "| a client is told | `\($0.replacing("|", with: "\\|"))` |\n" } ?? ""
        return """

            ### `\(entry.name)`

            | | |
            | --- | --- |
            | what it is | \(entry.account.finding) |
            | stands in | \(entry.account.section) |
            \(told)| what to do | \(entry.account.remedy) |

            ```text
            \(entry.example)
            ```

            """
    }

    private static let head = """
        # Decisions and reasons

        What this server decides it says in its log, one line for each decision: in words, and by these names in the fields `decision` and
        `reason`. `mcp-auth explain NAME` says the same in a terminal. This page is made of the lists that the server decides by.

        A line has beside its words: `client_id`; `flow`, which ties the requests of one login together, from the authorization request to the last
        refresh; what was sent beside what would have been right; and `request`, which the answer has as `X-Request-Id`. Tokens, codes, states,
        secrets and cookies are in none of them. Within ten seconds decisions that are alike, of one address and client, have one line,
        and the others are counted; a sign of theft has a line each time.

        """
}

/// One decision of each kind, as an example.
private enum Samples {
    static let client = Client(
        id: ClientID(rawValue: "demo-client"),
        metadata: ClientMetadata(
            redirectURIs: [redirectURI], authenticationMethod: .none,
            grantTypes: [.authorizationCode, .refreshToken], name: "Demo client"),
        isPreRegistered: false)

    private static let redirectURI = RedirectURI("http://127.0.0.1:7777/callback")
    private static let scope = Scope("mcp") ?? .empty
    private static let resources = [ResourceIndicator("http://localhost:3232/mcp")].compactMap(\.self)
    private static let ada = ResourceOwner(id: "ada", name: "Ada Lovelace")
    private static let access = GrantedAccess(
        clientID: client.id, owner: ada, scope: scope, resources: resources, flow: nil)
    private static let consent = ConsentRequest(
        clientID: client.id, clientName: client.metadata.name, redirectURI: redirectURI, scope: scope,
        resources: resources)

    private static func issued(_ way: IssuingWay, _ owner: ResourceOwner? = ada) -> Decision {
        let access = GrantedAccess(
            clientID: client.id, owner: owner, scope: scope, resources: resources, flow: nil)
        return .tokensIssued(
            IssuedTokensDecision(
                way: way, client: client, access: access, scope: scope, lifetime: .seconds(3600),
                isRefreshed: owner != nil))
    }

    static func introspected(_ reason: InactiveReason?) -> Introspected {
        let server = ResourceServer(
            id: "demo-mcp-server", secret: SecretText(text: ""), resources: resources)
        let isOurs = reason == nil || reason == .tokenForAnotherResource
        let record = AccessTokenRecord(
            issuer: "", tokenID: "", grant: access, scope: scope,
            resources: reason == nil
                ? resources : [ResourceIndicator("https://mcp.example.com/mcp")].compactMap(\.self))
        return Introspected(
            caller: .resourceServer(server), inactive: reason, record: isOurs ? record : nil, grant: nil,
            beside: [])
    }

    static func limited(_ reason: LimitReason) -> IssueLimited {
        IssueLimited(
            reason: reason, rate: Rate(count: 30, period: .seconds(60)), wait: .seconds(12),
            client: client.id,
            flow: nil)
    }

    static let all: [Decision] = [
        .registered(client), .consentAsked(consent), .consentGiven(consent), .loggedIn(ada),
        .codeIssued(IssuedCode(access: access, redirectURI: redirectURI)), issued(.codeRedeemed),
        issued(.refreshed), issued(.refreshRepeated), issued(.clientGranted, nil),
        .introspected(introspected(nil)), .introspected(introspected(.tokenExpired)), .introspectedAgain,
        .revoked(Revoked(what: .grant, client: client)), .revoked(Revoked(what: .unknown, client: client)),
        .loggedOut, .refused(OAuthError(AuthorizationReason.challengeMissing).of(client.id)),
        .limited(limited(.grantTooOften)), .unasked(HTTPRefusal(.pathUnknown)), .nothing,
    ]
}
