import Diagnostics
import Foundation
import ManifestCases
import OAuthModel
import Support
import Testing

@testable import RouteManifest
@testable import StrictYAML

@Suite("the lists of what is offered to clients")
struct OfferedListsTests {
    @Test("without a list these words are on, and no other that there may come to be")
    func standing() throws {
        let client = "clients: [{ client_id: a, redirect_uris: [\"http://localhost/\"] }]"
        let health = "routes: { health: { path: /health, handler: health } }"
        let manifest = try #require(
            ManifestCase("version: 1\n\(client)\n\(health)\n").load().manifest)
        let grants = ["authorization_code", "refresh_token"]
        #expect(manifest.grantTypes.map(\.rawValue) == grants)
        #expect(
            manifest.authenticationMethods.map(\.rawValue) == [
                "none", "client_secret_basic", "client_secret_post",
            ])
        #expect(manifest.clients.map { $0.grantTypes.map(\.rawValue) } == [grants])
    }

    @Test("no default is read off a set: a case more in it would turn something on in files that exist")
    func writtenDefaults() throws {
        let sources = Installation.package.appendingPathComponent("Sources")
        let ofASet = try Regex(
            #"(GrantType|ClientAuthenticationMethod|ApplicationType)\.allCases|(\?\?|return) [^\n]*allCases(?!\.first)"#
        )
        let files = try #require(FileManager.default.enumerator(atPath: sources.path))
            .compactMap { $0 as? String }.filter { $0.hasSuffix(".swift") }
        #expect(files.count > 300)
        for file in files {
            let text = try String(contentsOf: sources.appendingPathComponent(file), encoding: .utf8)
            if let found = text.firstMatch(of: ofASet) {
                Issue.record("\(file): \(text[found.range])")
            }
        }
    }

    /// The shipped manifest with other lists: at the top, or where they stood before.
    private static func shipped(top: String, with: String = "") throws -> String {
        var lines = String(decoding: ShippedManifest.text, as: UTF8.self).components(separatedBy: "\n")
        let grants = try #require(lines.firstIndex { $0.hasPrefix("grant_types:") })
        #expect(lines[grants + 1].hasPrefix("token_endpoint_auth_methods:"))
        lines.replaceSubrange(grants...grants + 1, with: top.isEmpty ? [] : [top])
        return lines.joined(separator: "\n").replacing(
            "    handler: oauth.token\n", with: "    handler: oauth.token\n\(with)")
    }

    @Test(
        "a file that has them at the token route is carried over by what check says, and means the same",
        arguments: [
            (
                "    with: { grant_types: [refresh_token, authorization_code], auth_methods: [none, client_secret_post] }\n",
                "grant_types: [refresh_token, authorization_code]\ntoken_endpoint_auth_methods: [none, client_secret_post]"
            ),
            (
                "    with:\n      auth_methods:\n        # no secrets\n        - \"none\"\n",
                "token_endpoint_auth_methods: [none]"
            ),
            (
                "    with:\n      grant_types: [authorization_code, refresh_token]\n      auth_methods: [\"${METHOD:-none}\"]\n",
                "grant_types: [authorization_code, refresh_token]\ntoken_endpoint_auth_methods: [none]"
            ),
        ])
    func carriedOver(_ former: String, _ now: String) throws {
        let old = try Self.shipped(top: "", with: former)
        let errors = ShippedManifest.load(text: Array(old.utf8)).diagnostics
        #expect(errors.count == 1)
        let edits = try #require(errors.first?.edits)
        #expect(edits.count == now.split(separator: "\n").count + 1)
        let text = edits.applied(to: Array(old.utf8))
        let moved = ShippedManifest.load(text: text, isTelling: true)
        #expect(moved.diagnostics == [], "\(moved.rendered)\(String(decoding: text, as: UTF8.self))")
        let meant = ShippedManifest.load(text: Array(try Self.shipped(top: now).utf8), isTelling: true)
        #expect(moved.effective == meant.effective)
    }
}
