import NIOCore

/// Writes that count only when replicas have them, over a connection of their own: `WAIT` blocks it on the server.
///
/// `WAIT` speaks for everything that its connection wrote before. So what comes in while one is under way is collected, and goes
/// out together with one `WAIT` for all of it.
///
/// Lives on its event loop and is touched nowhere else.
final class ReplicatedWrites: @unchecked Sendable {
    private struct Write {
        let request: Request
        let wait: ReplicaWait
        let recipient: Recipient
    }

    /// One round: what its writes were answered, until the replicas have them.
    private final class Round: @unchecked Sendable {
        var outcomes: [Outcome?]

        init(count: Int) {
            outcomes = Array(repeating: nil, count: count)
        }
    }

    private static let roundLimit = 256

    let link: Link
    private let queueLimit: Int
    private let onShortfall: @Sendable (ReplicaWait, Int) -> Void
    private var queue = CircularBuffer<Write>()
    private var isWaiting = false
    private var isSending = false

    /// - Parameter onShortfall: Called with how many replicas confirmed, when those are too few.
    init(_ link: Link, queueLimit: Int, onShortfall: @escaping @Sendable (ReplicaWait, Int) -> Void) {
        self.link = link
        self.queueLimit = queueLimit
        self.onShortfall = onShortfall
    }

    /// Somebody waits for what may not have been sent yet.
    var isAwaited: Bool { isWaiting || !queue.isEmpty }

    func submit(_ request: Request, _ wait: ReplicaWait, _ recipient: Recipient) {
        link.eventLoop.assertInEventLoop()
        guard queue.count < queueLimit else {
            return recipient.receive(unavailable: "\(link.name): too many writes wait for replicas")
        }
        queue.append(Write(request: request, wait: wait, recipient: recipient))
        sendRounds()
    }

    /// Until a round waits, or there is nothing left. A link without a connection answers each round before it returns.
    private func sendRounds() {
        guard !isSending else { return }
        isSending = true
        while !isWaiting, let wait = queue.first?.wait { sendRound(wait) }
        isSending = false
    }

    private func sendRound(_ wait: ReplicaWait) {
        var writes: [Write] = []
        while writes.count < Self.roundLimit, let next = queue.first, next.wait == wait {
            writes.append(queue.removeFirst())
        }
        isWaiting = true
        let round = Round(count: writes.count)
        for (index, write) in writes.enumerated() {
            link.submit(write.request, .loop { round.outcomes[index] = $0 })
        }
        let milliseconds = max(1, TimeAmount(wait.timeout).nanoseconds / 1_000_000)
        let command = RedisCommand("WAIT", words: String(wait.replicas), String(milliseconds))
        link.submit(
            Request([command]),
            .loop { [writes] outcome in
                self.isWaiting = false
                self.finish(writes, round, wait, outcome)
                self.sendRounds()
            }, patience: .milliseconds(milliseconds))
    }

    /// Replies come in the order of commands: that of `WAIT` is the last.
    private func finish(_ writes: [Write], _ round: Round, _ wait: ReplicaWait, _ waited: Outcome) {
        let shortfall = shortfall(wait, waited)
        for (write, outcome) in zip(writes, round.outcomes) {
            let outcome = outcome ?? .failure(.unavailable(reason: "\(link.name): the connection was lost"))
            if case .success(let replies) = outcome, let shortfall, !replies.contains(where: \.isError) {
                write.recipient.receive(unavailable: shortfall)
            } else {
                write.recipient.receive(outcome)
            }
        }
    }

    /// Why the writes can't count as done; nil: they can.
    private func shortfall(_ wait: ReplicaWait, _ waited: Outcome) -> String? {
        var confirmed = 0
        if case .success(let replies) = waited, case .integer(let count) = replies.first { confirmed = count }
        guard confirmed < wait.replicas else { return nil }
        onShortfall(wait, confirmed)
        guard wait.shortfall == .fails else { return nil }
        return
            "\(link.name): written, but only \(confirmed) of \(wait.replicas) replicas confirmed it in time"
    }
}
