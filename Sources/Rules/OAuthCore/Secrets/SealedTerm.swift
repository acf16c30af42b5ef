import OAuthModel
import Storage

/// From when to when a record was meant to count when it was sealed, by the clock of the process that did.
///
/// A store has times of its own beside each record and judges by those, so that processes whose clocks differ agree. But who can write to a
/// store can write these, too. So a record counts for no longer than was sealed with it, and a tolerance that is longer than any difference
/// between two clocks that people live with.
struct SealedTerm: Hashable, Sendable {
    /// A clock that shows local time for universal time is half a day away from others.
    static let tolerance = Duration.seconds(86_400)
    /// Of what stands before a record: a mark that no older record begins with, and two numbers.
    static let length = 17
    private static let mark: UInt8 = 1

    let issuedAt: Timestamp
    let endsAt: Timestamp

    init(from issuedAt: Timestamp, for lifetime: Duration) {
        self.issuedAt = issuedAt
        endsAt = issuedAt.advanced(by: lifetime)
    }

    /// `nil` of a record that is older than terms: those begin with a visible character.
    init?(before record: [UInt8]) {
        guard record.count >= Self.length, record[0] == Self.mark else { return nil }
        func time(at offset: Int) -> Timestamp {
            let number = record.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: offset, as: Int64.self) }
            return Timestamp(milliseconds: Int64(littleEndian: number))
        }
        issuedAt = time(at: 1)
        endsAt = time(at: 9)
    }

    var bytes: [UInt8] {
        var bytes = [Self.mark]
        bytes.reserveCapacity(Self.length)
        for time in [issuedAt, endsAt] {
            withUnsafeBytes(of: time.milliseconds.littleEndian) { bytes.append(contentsOf: $0) }
        }
        return bytes
    }

    /// Whether a store can have come to these times by itself.
    func allows(_ validity: Validity) -> Bool {
        validity.expiresAt <= endsAt.advanced(by: Self.tolerance)
    }
}
