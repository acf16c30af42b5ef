package import OAuthModel
import RedisClient
package import Storage

/// Asking again after a call was answered as unavailable may count a request twice.
extension RedisStore: RequestCounter {
    package func admit(
        _ peer: PeerDigest, to route: String, limit: Int, period: Duration
    ) async throws(StoreError) -> Admission {
        let answer = try await run(
            LimitScripts.admit, [keys.limit(route, peer)], [limit.argument, period.argument])
        switch answer.word {
        case "admitted": return .admitted
        case "refused": return .refused(wait: .milliseconds(try answer.number(1)))
        default: throw .unintelligible
        }
    }
}
