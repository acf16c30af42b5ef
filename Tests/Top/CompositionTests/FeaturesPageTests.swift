import Foundation
import ManifestCases
import OAuthModel
import RouteManifest
import Support
import Testing

@testable import AuthorizationServer

@Suite("docs/features.md")
struct FeaturesPageTests {
    /// A row of the table, by the heads of its columns.
    private static let rows: [[String: String]] = {
        let file = Installation.package.appendingPathComponent("docs/features.md")
        let text = (try? String(contentsOf: file, encoding: .utf8)) ?? ""
        let cells = text.split(separator: "\n").filter { $0.hasPrefix("| ") }.map { line in
            line.dropFirst(2).dropLast(2).components(separatedBy: " | ")
        }
        guard let heads = cells.first else { return [] }
        return cells.dropFirst(2).map { Dictionary(zip(heads, $0)) { first, _ in first } }
    }()

    /// What a row says of the manifest: a key, perhaps with a word that its list must have, or a handler.
    private struct Named {
        let isHandler: Bool
        let key: String
        let word: String?

        static func all(_ cell: String) -> [Named] {
            cell.components(separatedBy: ", ").map { piece in
                let words = piece.split(separator: "`").map(String.init)
                let parts = (words.last ?? "").components(separatedBy: ": ")
                return Named(
                    isHandler: piece.hasPrefix("handler "), key: parts[0],
                    word: parts.count > 1 ? parts[1] : nil)
            }
        }
    }

    @Test("names keys and handlers that there are, and tests that there are")
    func names() throws {
        #expect(Self.rows.count > 20)
        let words = ExplainedWord.groups.flatMap(\.words)
        for row in Self.rows {
            let feature = try #require(row["feature"])
            for named in Named.all(try #require(row["manifest"])) {
                #expect(words.contains { $0.isCalled(named.key) }, "\(feature): \(named.key)")
            }
            let proofs = try #require(row["proved by"]).components(separatedBy: ", ")
            for proof in proofs {
                #expect(proof.contains("](../Tests/"), "\(feature): \(proof)")
            }
            #expect(row["stands in"]?.isEmpty == false && row["used by"]?.isEmpty == false, "\(feature)")
        }
    }

    @Test("says of each feature whether the shipped manifest has it on")
    func shipped() throws {
        let manifest = try #require(
            ManifestCase(String(decoding: ShippedManifest.text, as: UTF8.self)).load().manifest)
        let handlers = Set(manifest.routes.map { $0.handler.rawValue })
        let lists = [
            "grant_types": manifest.grantTypes.map(\.rawValue),
            "token_endpoint_auth_methods": manifest.authenticationMethods.map(\.rawValue),
        ]
        for row in Self.rows {
            let feature = try #require(row["feature"])
            let isOn = Named.all(try #require(row["manifest"])).allSatisfy { named in
                if named.isHandler { return handlers.contains(named.key) }
                return named.word.map { lists[named.key]?.contains($0) == true } ?? true
            }
            #expect(row["as shipped"] == (isOn ? "on" : "off"), "\(feature)")
        }
    }

    @Test("leaves out no handler of OAuth, no grant and no method")
    func completeness() {
        let named = Self.rows.flatMap { Named.all($0["manifest"] ?? "") }
        let wanted =
            HandlerName.allCases.map(\.rawValue).filter { $0.hasPrefix("oauth.") }
            + GrantType.allCases.map(\.rawValue) + ClientAuthenticationMethod.allCases.map(\.rawValue)
        for word in wanted {
            #expect(named.contains { $0.key == word || $0.word == word }, "\(word)")
        }
    }
}
