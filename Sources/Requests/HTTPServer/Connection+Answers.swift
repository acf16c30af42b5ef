import Endpoint
import NIOCore

/// From the handler to the bytes of the answer.
extension Connection {
    /// Gives the request to what answers it. Usually the answer is written when this returns.
    func dispatch() {
        guard let exchange else { return }
        phase = .responding
        switch exchange.decision {
        case .answer(let response, _):
            give(response, timeout: .seconds(0))
        case .endpoint(let handler, let policy):
            let request = EndpointRequest(head: exchange.head, body: exchange.body)
            exchange.handedOver = request.body.count
            exchange.body = []
            switch handler.begin(request) {
            case .done(let response): give(response, timeout: policy.timeout)
            case .waiting(let rest): run(timeout: policy.timeout, rest)
            }
        }
    }

    /// An answer that is at hand needs no task, unless it comes in pieces.
    private func give(_ response: EndpointResponse, timeout: Duration) {
        if case .stream = response.body {
            run(timeout: timeout) { response }
        } else {
            answer(response, to: number)
        }
    }

    private func run(timeout: Duration, _ respond: @escaping @Sendable () async -> EndpointResponse) {
        let number = number
        loop.taskBegan()
        let task = Task.immediate(executorPreference: loop.executor) {
            let response = await respond()
            self.answer(response, to: number)
            if case .stream(let produce) = response.body, self.isStreaming(number) {
                await self.stream(produce, to: number)
            }
            self.loop.taskEnded()
        }
        guard self.number == number, phase == .responding || phase == .streaming else { return }
        self.task = task
        if phase == .responding { respondDeadline = loop.eventLoop.now + TimeAmount(timeout) }
        if !isReading { schedule() }
    }

    /// Writes the answer, unless the request no longer waits for it.
    private func answer(_ response: EndpointResponse, to number: UInt64) {
        loop.eventLoop.assertInEventLoop()
        guard phase == .responding, self.number == number, let exchange else { return }
        let closes = !exchange.keepsAlive || !exchange.isComplete || loop.isQuiescing
        switch response.body {
        case .bytes(let body):
            write(response, body: body, closes: closes)
            record(exchange.head.requestID, response)
            finish(closes: closes)
        case .stream:
            let closes = closes || exchange.isHTTP10
            let framing: Framing = exchange.isHTTP10 ? .none : .chunked
            writeHead(response, framing, closes: closes)
            if exchange.head.method == .head || Self.hasNoBody(response.status) {
                record(exchange.head.requestID, response)
                finish(closes: closes)
            } else {
                beginStream(response, isChunked: framing == .chunked, closes: closes)
            }
        }
        if !isReading { settle() }
    }

    /// Answers in place of the handler.
    func refuse(_ refusal: Refusal) {
        guard phase != .lingering, phase != .closed, case .bytes(let body) = refusal.response.body else {
            return
        }
        let isComplete = exchange?.isComplete ?? false
        let keeps = exchange?.keepsAlive ?? false
        let closes = refusal.closes || !isComplete || !keeps || loop.isQuiescing
        let id = exchange?.head.requestID ?? loop.nextRequestID()
        write(refusal.response, body: body, closes: closes, id: id)
        record(id, refusal.response)
        finish(closes: closes)
    }

    /// The answer is written: on to the next request, or to the end.
    func finish(closes: Bool) {
        exchange = nil
        task = nil
        if countedMemory > 0 { countMemory() }
        if closes {
            // The peer may be sending still, be it a request more.
            end(lingering: true)
        } else {
            phase = .waiting
            idleSince = loop.eventLoop.now
            if !backlog.isDry || isReadHeld || isInputClosed { advance() }
        }
    }

    /// Closes as soon as everything is sent. With lingering, the peer is told that nothing more comes, and gets to read
    /// why before unread bytes of its own make the system reset the connection (RFC 9112 §9.6).
    func end(lingering: Bool) {
        guard phase != .lingering, phase != .closed, let context else { return }
        phase = .lingering
        backlog = Backlog()
        if countedMemory > 0 { countMemory() }
        needsFlush = false
        lingerDeadline = loop.eventLoop.now + loop.limits.write
        let written = loop.eventLoop.makePromise(of: Void.self)
        written.futureResult.assumeIsolated().whenComplete { _ in self.written(lingering: lingering) }
        context.writeAndFlush(wrapOutboundOut(ByteBuffer()), promise: written)
        if isReadHeld, phase == .lingering {
            isReadHeld = false
            context.read()
        }
    }

    private func written(lingering: Bool) {
        guard phase == .lingering else { return }
        if lingering && !isInputClosed {
            lingerDeadline = loop.eventLoop.now + loop.limits.linger
            context?.close(mode: .output, promise: nil)
            if !isReading { schedule() }
        } else {
            context?.close(promise: nil)
        }
    }

    /// RFC 9110 §8.6 forbids a length where the status allows no body.
    static func hasNoBody(_ status: Int) -> Bool {
        status == 204 || status == 304
    }
}

/// Bytes.
extension Connection {
    func sendContinue() {
        loop.scratch.clear()
        loop.scratch.writeStaticString("HTTP/1.1 100 Continue\r\n\r\n")
        put(loop.scratch)
    }

    private func write(_ response: EndpointResponse, body: [UInt8], closes: Bool, id: String? = nil) {
        let hasNoBody = Self.hasNoBody(response.status)
        let isSent = !hasNoBody && exchange?.head.method != .head
        writeHead(
            response, hasNoBody ? .none : .length(body.count), closes: closes, id: id,
            body: isSent ? body : [])
    }

    private func writeHead(
        _ response: EndpointResponse, _ framing: Framing, closes: Bool, id: String? = nil, body: [UInt8] = []
    ) {
        let head = AnswerHead(
            status: response.status, framing: framing,
            connection: closes ? .close : exchange?.isHTTP10 == true ? .keepAlive : .absent,
            date: loop.dateAndRequestIDName(), requestID: id ?? exchange?.head.requestID ?? "",
            routeHeaders: exchange?.routeHeaders ?? .empty, headers: response.headers)
        let size = head.sizeLimit + body.count
        loop.scratch.clear(minimumCapacity: size)
        loop.scratch.writeWithUnsafeMutableBytes(minimumWritableBytes: size) { space in
            var writer = BytesWriter(space)
            head.write(to: &writer)
            writer.put(body)
            return writer.count
        }
        put(loop.scratch)
        if loop.scratch.capacity > LoopState.scratchLimit { loop.scratch = ByteBuffer() }
    }

    /// Hands bytes to the channel; ``settle()`` sends them.
    func put(_ bytes: ByteBuffer) {
        needsFlush = true
        context?.write(wrapOutboundOut(bytes), promise: nil)
    }

    private func record(_ id: String, _ response: EndpointResponse) {
        record(id, status: response.status, cause: response.cause)
    }

    func record(_ id: String, status: Int, cause: AnswerCause?) {
        let peer = exchange?.head.peer ?? peer
        if case .refused(let refusal)? = cause { loop.refused?(refusal, exchange?.head, peer, id) }
        guard loop.log.isInterested(inStatus: status, refused: cause != nil) else { return }
        let route = exchange?.route
        let cause = cause?.text
        guard loop.admitsLine(status: status, route: route, peer: peer, cause: cause) else { return }
        let now = loop.eventLoop.now
        loop.log.record(
            exchange?.head, id: id, peer: peer, route: route, status: status, cause: cause,
            duration: now - (exchange?.started ?? now))
    }
}
