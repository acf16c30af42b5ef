import Fetching
import JSON
import OAuthCore
import OAuthModel
package import RouteManifest
import Web
import WireText

/// A client-id metadata document, held against everything that it is held against here: for whoever writes one.
extension Inspection {
    /// Of what lies under a URL. It takes as long as a server would take, and says what a server doesn't say.
    package static func fetched(_ text: String, _ manifest: Manifest) async -> Inspection {
        let (url, lines) = address(text, manifest)
        guard let url else { return Inspection(lines: lines) }
        let source = AuthorizationServer.World().source(manifest)
        switch await source.fetch(url, .document(.strangers)) {
        case .success(let document):
            let kept = KeptFor.duration(document.freshness)
            let line = InspectedRule(
                "fetched", .pass,
                "200, as JSON, of \(document.body.count) bytes, kept for \(kept.wholeSeconds) s")
            return Inspection(lines: lines + [line] + rules(document.body, url, manifest))
        case .failure(let failure):
            return Inspection(lines: lines + [InspectedRule("fetched", .fail, "\(failure)")])
        }
    }

    /// Of a file.
    ///
    /// - Parameter text: Where it will lie; nil: where it says.
    package static func file(
        _ path: String, as text: String?, _ manifest: Manifest
    ) throws(UnreadableDocument) -> Inspection {
        let body: [UInt8]
        do { body = try SystemFiles.read(path).bytes } catch {
            throw UnreadableDocument(reason: error.reason)
        }
        let stated = (try? JSONValue.parse(body))?["client_id"]?.string
        guard let text = text ?? stated?.ascii else {
            let line = InspectedRule(
                "address", .fail, "there is no client_id in it, and no --as says where it will lie")
            return Inspection(lines: [line])
        }
        let (url, lines) = address(text, manifest)
        guard let url else { return Inspection(lines: lines) }
        let limit = FetchTerms.document(.strangers).limit
        let size = InspectedRule(
            "size", body.count > limit ? .fail : .pass, "\(body.count) bytes, of \(limit) at most")
        return Inspection(lines: lines + [size] + rules(body, url, manifest))
    }

    /// What its URL is like, and what the manifest says of it.
    private static func address(_ text: String, _ manifest: Manifest) -> (FetchURL?, [InspectedRule]) {
        let policy = manifest.documents
        let own = LoopbackPlace(text)
        let url: FetchURL
        do throws(FetchURLFlaw) { url = try FetchURL(text, loopback: own.map { [$0] } ?? []) } catch {
            return (nil, [InspectedRule("address", .fail, "\(error)")])
        }
        let isListed = (try? FetchURL(text, loopback: policy?.loopback ?? []))?.isListedLoopback == true
        let address =
            url.isListedLoopback && !isListed
            ? InspectedRule(
                "address", .note, "of this machine, and client_documents.loopback does not list it")
            : InspectedRule(
                "address", .pass, url.isSecure ? "https, with a path" : "of this machine, and listed")
        return (url, [address, host(url, policy)])
    }

    private static func host(_ url: FetchURL, _ policy: DocumentPolicy?) -> InspectedRule {
        guard let policy else {
            return InspectedRule(
                "host", .note, "the manifest has no client_documents: no document makes a client known")
        }
        return switch policy.rule(for: url) {
        case .allow: InspectedRule("host", .pass, "client_documents allows \(url.host)")
        case .ask: InspectedRule("host", .note, "an operator has to approve it: client_documents says ask")
        case .deny: InspectedRule("host", .fail, "client_documents denies \(url.host)")
        }
    }

    private static func rules(_ body: [UInt8], _ url: FetchURL, _ manifest: Manifest) -> [InspectedRule] {
        do throws(OAuthError) {
            return try DocumentReading(configuration: CoreConfiguration(manifest, tokenEndpoint: nil))
                .findings(body, at: url)
                .map(InspectedRule.init)
        } catch { return [InspectedRule("json", .fail, error.inspected)] }
    }
}

/// It could not be read, in the system's words.
package struct UnreadableDocument: Error {
    package let reason: String
}
