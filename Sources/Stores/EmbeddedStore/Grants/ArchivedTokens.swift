import OAuthModel
import Storage

/// A used token whose answer is not given again, which is most of what a grant gathers in its life.
struct ArchivedToken: Sendable {
    let digest: Digest
    let validity: Validity
    let part: Int
    let spentAt: Timestamp
    /// `nil`: in the file only, for the rare case that the token is seen again.
    let sealed: SealedRecord?
}

/// The archived tokens of a grant, in the order in which they were used.
///
/// In pieces: a grant is copied with each change of it, to be put back should the disk refuse, and of two copies all pieces but the
/// last are one.
struct ArchivedTokens: Sendable {
    private struct Piece: Sendable {
        var tokens: [ArchivedToken] = []
        var firstEnd = Timestamp(milliseconds: .max)
        var lastEnd = Timestamp(milliseconds: .min)

        mutating func append(_ token: ArchivedToken) {
            tokens.append(token)
            firstEnd = min(firstEnd, token.validity.expiresAt)
            lastEnd = max(lastEnd, token.validity.expiresAt)
        }
    }

    private static let pieceSize = 256

    private var pieces: [Piece] = []
    private(set) var count = 0

    /// When the last of them expires; before all time when there is none.
    var lastEnd: Timestamp {
        pieces.reduce(Timestamp(milliseconds: .min)) { max($0, $1.lastEnd) }
    }

    func hasEnded(in span: SweepSpan) -> Bool {
        pieces.contains { piece in
            piece.firstEnd <= span.through && piece.tokens.contains { span.contains($0.validity.expiresAt) }
        }
    }

    /// One that has not expired.
    func live(_ digest: Digest, at now: Timestamp) -> ArchivedToken? {
        for piece in pieces {
            if let token = piece.tokens.first(where: { $0.digest == digest }) {
                return now < token.validity.expiresAt ? token : nil
            }
        }
        return nil
    }

    mutating func append(_ token: ArchivedToken) {
        if pieces.last.map({ $0.tokens.count >= Self.pieceSize }) ?? true { pieces.append(Piece()) }
        pieces[pieces.count - 1].append(token)
        count += 1
    }

    mutating func remove(endedIn span: SweepSpan) {
        for index in pieces.indices where pieces[index].firstEnd <= span.through {
            var piece = Piece()
            for token in pieces[index].tokens where !span.contains(token.validity.expiresAt) {
                piece.append(token)
            }
            count -= pieces[index].tokens.count - piece.tokens.count
            pieces[index] = piece
        }
        pieces.removeAll { $0.tokens.isEmpty }
    }
}
