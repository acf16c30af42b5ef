import Cryptography
import OAuthModel
import Storage

/// Lets one at a time ask the provider of a grant, over all processes on a store.
///
/// Whoever has the lease gives it back. That of a process that died ends by itself.
struct LoginLeases: Sendable {
    /// More than a provider is waited for, and the store after it.
    static let lifetime = Duration.seconds(30)
    /// Before its end nobody gives it back any more: it may be another's by the time that the store is told.
    private static let margin = Duration.seconds(5)

    let store: any RecordStore
    let vault: Vault
    let uptime: Uptime

    struct Lease: Sendable {
        fileprivate let digest: SecretDigest
        fileprivate let takenAt: Duration
    }

    /// Nil: another has it.
    func take(_ key: GrantKey, patience: StorePatience.Share) async throws -> Lease? {
        let digest = vault.digest(vault.binding(Array("login lease".utf8), key.bytes))
        let lease = Lease(digest: digest, takenAt: uptime.now)
        // Says whose it is, and nothing else: a store that failed may have put it, and is asked again.
        let mark = SealedRecord(bytes: vault.random.bytes(16))
        var isUnsure = false
        let isTaken = try await patience.insist {
            do throws(StoreError) {
                if try await store.insertIfAbsent(
                    mark, as: .loginLease, under: digest, lifetime: Self.lifetime)
                {
                    return true
                }
                return isUnsure ? try await store.load(.loginLease, digest)?.sealed == mark : false
            } catch {
                isUnsure = true
                throw error
            }
        }
        return isTaken ? lease : nil
    }

    /// One that can't be given back ends by itself.
    func giveBack(_ lease: Lease) async {
        guard uptime.now - lease.takenAt < Self.lifetime - Self.margin else { return }
        _ = try? await store.take(.loginLease, lease.digest)
    }
}
