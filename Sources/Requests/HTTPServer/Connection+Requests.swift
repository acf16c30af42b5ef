import Endpoint
import NIOCore
import NIOHTTP1

/// From the parts of a request to its handler.
extension Connection {
    /// Of a body that nobody wants, this much is read to keep the connection.
    private static let dropLimit = 64 * 1024

    func arrive(_ arrival: Backlog.Arrival) {
        guard phase != .lingering, phase != .closed else { return }
        if backlog.isEmpty, isFree {
            process(arrival)
        } else {
            backlog.append(arrival)
        }
    }

    /// Looks at what was sent ahead, as far as it can be answered now.
    func advance() {
        guard !isAdvancing else { return }
        isAdvancing = true
        defer { isAdvancing = false }
        while isFree, let arrival = backlog.next() { process(arrival) }
        guard backlog.isEmpty, isFree else { return }
        if isInputClosed { return end(lingering: false) }
        backlog.bytes = 0
        guard isReadHeld else { return }
        isReadHeld = false
        context?.read()
    }

    /// A request that comes now can be begun at once.
    var isReady: Bool { phase == .waiting && backlog.isEmpty && stalledSince == nil }

    /// The next part can be looked at: no answer is under way, and the peer takes the answers it was given.
    private var isFree: Bool {
        phase == .receiving || phase == .waiting && stalledSince == nil
    }

    private func process(_ arrival: Backlog.Arrival) {
        switch arrival {
        case .part(.head(let head)): begin(head)
        case .part(.body(let bytes)): receive(bytes)
        case .part(.end): finishReceiving()
        case .failure(let refusal): refuse(refusal)
        case .overflow: end(lingering: true)
        }
    }

    /// The general decoder has its limit for good: where another one holds now, the connection ends with the next answer.
    private func begin(_ head: HTTPRequestHead) {
        let isLast = decoderLimit != loop.headLimit
        if isLast, head.size > loop.headLimit { return refuse(headerTooLarge) }
        do {
            begin(try MessageHead(head, isLast: isLast))
        } catch {
            refuse(error.refusal)
        }
    }

    func begin(_ message: MessageHead) {
        number += 1
        let started = nextHead.complete() ?? loop.eventLoop.now
        let head = RequestHead(
            method: message.method, path: message.path, query: message.query,
            targetAuthority: message.targetAuthority, headers: message.fields,
            peer: isProxy ? loop.client(behind: peer, message.fields) : peer,
            requestID: loop.nextRequestID(), arrived: started.uptimeNanoseconds)
        exchange = Exchange(message, head, loop.decide(head), started: started)
        phase = .receiving
        if message.contentLength != 0 { prepareForBody(message) }
    }

    func finishReceiving() {
        guard phase == .receiving else { return }
        exchange?.isComplete = true
        dispatch()
    }

    /// What the head says of the body is enough to refuse it, or to ask for it.
    private func prepareForBody(_ message: MessageHead) {
        switch exchange?.decision {
        case .endpoint:
            if message.isCoded {
                refuse(.coded)
            } else if let length = message.contentLength, !admitsBody(of: length) {
                refuse(.bodyTooLarge)
            } else if message.expectsContinue {
                sendContinue()
            }
        case .answer:
            // Nobody needs the body: one that would be long, or that waits to be asked for, is not awaited.
            if message.expectsContinue || (message.contentLength ?? 0) > Self.dropLimit { dispatch() }
        case nil: break
        }
    }

    /// The handler is asked when the body turns out to be large, and not before.
    private func admitsBody(of count: Int) -> Bool {
        guard let exchange, case .endpoint(let handler, let policy) = exchange.decision else { return false }
        if count <= exchange.bodyLimit { return true }
        guard count <= policy.bodyLimit else { return false }
        exchange.bodyLimit =
            count <= EndpointPolicy.smallBody
            ? min(policy.bodyLimit, EndpointPolicy.smallBody)
            : handler.bodyLimit(for: exchange.head, upTo: policy.bodyLimit)
        return count <= exchange.bodyLimit
    }

    func receive(_ bytes: ByteBuffer) {
        guard phase == .receiving, let exchange else { return }
        switch exchange.decision {
        case .endpoint:
            guard admitsBody(of: exchange.body.count + bytes.readableBytes) else {
                return refuse(.bodyTooLarge)
            }
            bytes.withUnsafeReadableBytes { exchange.body.append(contentsOf: $0) }
        case .answer:
            exchange.dropped += bytes.readableBytes
            if exchange.dropped > Self.dropLimit { dispatch() }
        }
    }
}

extension HTTPRequestHead {
    /// As the decoder counts it: what is between the fields is not in it.
    fileprivate var size: Int {
        headers.reduce(uri.utf8.count) { $0 + $1.name.utf8.count + $1.value.utf8.count }
    }
}
