import OAuthCore
import OAuthModel
import Providers
import RouteManifest
import Support
import Testing
import Timeline
import Upstreams

/// Two providers in this process, and a server whose people sign in there. The fake login is offered beside them.
struct ProviderWorld: Sendable {
    let server: TestServer
    /// Called `corp`.
    let corp: TestProvider
    /// Called `lab`.
    let lab: TestProvider

    /// - Parameters:
    ///   - rules: Lines of the entry `corp`: who is let in.
    ///   - isChosen: There is more than `corp`, so that people are asked where to sign in.
    static func run(
        _ rules: [String] = [], isChosen: Bool = true, edits: [ManifestEdit] = [],
        test: (ProviderWorld) async throws -> Void
    ) async throws {
        let clock = MovableClock()
        let corp = TestProvider(issuer: "https://corp.example/realms/one", clock: clock)
        let lab = TestProvider(issuer: "https://lab.example", clock: clock)
        let entries =
            corp.entry("corp", rules: rules) + (isChosen ? lab.entry("lab", rules: []) : "")
        let folder = try TestFolder(
            edits + [.replace("\nversion: 1\n", with: "\nversion: 1\n\nupstreams:\n" + entries)],
            store: try await TestStore.section())
        defer { folder.remove() }
        let server = try await TestServer.start(
            folder,
            overrides: ManifestOverrides(
                disable: isChosen ? [] : ["fake_login", "fake_callback", "logout"]), clock: clock,
            providers: { settings in settings.name.rawValue == "corp" ? corp : lab })
        do { try await test(ProviderWorld(server: server, corp: corp, lab: lab)) } catch {
            await server.stop()
            throw error
        }
        // Nothing that belongs to the provider and this server alone was told to anybody.
        let told = server.log.all.joined(separator: "\n") + (server.timeline.map(everything) ?? "")
        for secret in corp.secrets + lab.secrets {
            #expect(!told.contains(secret), "\(secret)")
        }
        await server.stop()
    }
}

extension TestProvider {
    fileprivate func entry(_ name: String, rules: [String]) -> String {
        let lines =
            [
                "kind: oidc", "title: \(name == "corp" ? "Example Corp" : "The <lab> & friends")",
                "issuer: \(issuer)", "client_id: \(clientID)", "client_secret: \"\(clientSecret)\"",
            ] + rules
        return "  \(name):\n" + lines.map { "    \($0)\n" }.joined()
    }
}

/// What a person does whom a provider knows.
extension Browser {
    /// Consents, and says where to log in, if asked; what comes is the address of the provider, or the page that says why not.
    func begin(
        _ client: TestClient, at name: String = "corp", _ changes: [String: String?] = [:]
    ) async throws -> Response {
        let consent = try await open(client.authorizePath(changes))
        let answer = try await press(("decision", "approve"), on: consent)
        return answer.status == 200 ? try await press(("upstream", name), on: answer) : answer
    }

    /// And logs in there; what comes is the path of this server's callback, not yet opened.
    func callback(
        of client: TestClient, at provider: TestProvider, named name: String = "corp",
        as person: TestProvider.Person = TestProvider.Person(), _ changes: [String: String?] = [:]
    ) async throws -> String {
        let begun = try await begin(client, at: name, changes)
        guard let address = begun.location else {
            throw TestFailure("nobody was sent to \(name): \(begun.status) \(begun.text)")
        }
        return "/upstream/\(name)/callback?" + (try provider.query(from: address, as: person))
    }

    /// The whole way.
    func login(
        _ client: TestClient, at provider: TestProvider, named name: String = "corp",
        as person: TestProvider.Person = TestProvider.Person(), _ changes: [String: String?] = [:]
    ) async throws -> Response {
        try await get(try await callback(of: client, at: provider, named: name, as: person, changes))
    }
}
