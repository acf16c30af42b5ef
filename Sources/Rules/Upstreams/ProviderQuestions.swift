import JOSE
import JSON
import OAuthCore
import OAuthModel
import Web
import WireText

/// What a provider is asked for that it serves to everybody, and what comes with an access token.
struct ProviderQuestions: Sendable {
    let name: UpstreamName
    let transport: any UpstreamTransport

    private static let maximumDepth = 16

    func configuration(
        of provider: DiscoveredProvider
    ) async -> Result<(value: KnownProvider, freshness: Duration?), UpstreamRefusal> {
        let document = ProviderDocument(provider: provider)
        let url: FetchURL
        do throws(UnusableAddress) { url = try document.url() } catch {
            return .failure(UpstreamRefusal(.discoveryMalformed, of: name, error.facts))
        }
        switch await transport.send(FetchRequest(url)) {
        case .failure(let failure):
            return .failure(refusal(failure, .discoveryAway, .discoveryMalformed, at: url))
        case .success(let answer):
            do throws(DocumentFlaw) {
                return .success((try document.read(answer.body), answer.freshness))
            } catch {
                let at = Fact("at", url.text)
                return switch error {
                case .malformed(let facts):
                    .failure(UpstreamRefusal(.discoveryMalformed, of: name, [at] + facts))
                case .foreign(let facts):
                    .failure(UpstreamRefusal(.discoveryForeign, of: name, [at] + facts))
                }
            }
        }
    }

    /// Of which at least one can be used here; what is for encrypting, or of a kind of tomorrow, is passed over.
    func keys(at url: FetchURL) async -> Result<
        (value: ProviderKeySet, freshness: Duration?), UpstreamRefusal
    > {
        switch await transport.send(FetchRequest(url, limit: JSONWebKeySet.maximumSize)) {
        case .failure(let failure):
            // That they can't be read is no other thing for the person than that they can't be had.
            return .failure(refusal(failure, .keysAway, .keysAway, at: url))
        case .success(let answer):
            do throws(JSONWebKeySetFlaw) {
                return .success((try ProviderKeySet(parsing: answer.body), answer.freshness))
            } catch {
                return .failure(
                    UpstreamRefusal(
                        .keysAway, of: name, [Fact("at", url.text), Fact("because", "\(error)")]))
            }
        }
    }

    /// What lies there for who has the access token (RFC 6750 §2.1).
    func document(at url: FetchURL, _ token: SecretText) async -> Result<JSONValue, UpstreamRefusal> {
        let request = FetchRequest(
            url, fields: [FetchRequest.Field("authorization", "Bearer " + token.text)])
        switch await transport.send(request) {
        case .failure(let failure):
            return .failure(refusal(failure, .userinfoAway, .userinfoMalformed, at: url))
        case .success(let answer):
            do throws(JSONError) {
                return .success(try JSONValue.parse(answer.body, maximumDepth: Self.maximumDepth))
            } catch { return .failure(malformed(url, error.reason.rawValue)) }
        }
    }

    func malformed(_ url: FetchURL, _ words: String) -> UpstreamRefusal {
        UpstreamRefusal(
            .userinfoMalformed, of: name, [Fact("at", url.text), Fact("because", words)])
    }

    private func refusal(
        _ failure: FetchFailure, _ away: UpstreamReason, _ malformed: UpstreamReason, at url: FetchURL
    ) -> UpstreamRefusal {
        UpstreamRefusal(
            failure.isOfTheAnswer ? malformed : away, of: name,
            [Fact("at", url.text), Fact("because", "\(failure)")])
    }
}
