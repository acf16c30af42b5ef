import NIOCore

extension Connection {
    /// Writes a request, or tells its recipient why not.
    ///
    /// - Parameter patience: How much longer than usual the answer may take.
    func submit(_ request: Request, _ recipient: Recipient, patience: TimeAmount = .zero) {
        eventLoop.assertInEventLoop()
        guard phase == .open else {
            return recipient.receive(unavailable: "\(address): the connection is closed")
        }
        guard pending.count < limits.queue, outgoing.readableBytes < limits.outgoing else {
            return recipient.receive(unavailable: "\(address): too many requests wait for an answer")
        }
        let start = outgoing.writerIndex
        guard let expected = write(request) else {
            outgoing.moveWriterIndex(to: start)
            return recipient.receive(
                .failure(.refused(code: "ERR", message: "the command is too large to be sent")))
        }
        let deadline = eventLoop.now + limits.command + patience
        pending.append(PendingReplies(recipient: recipient, expected: expected, deadline: deadline))
        watchDeadline(deadline)
        scheduleFlush()
    }

    /// The number of replies to come; nil when it can't be sent.
    private func write(_ request: Request) -> Int? {
        var count = 0
        switch request.content {
        case .commands(let commands):
            for command in commands {
                count += 1
                if request.isAsking { count += writeAsking() }
                guard writer.write(command, to: &outgoing) else { return nil }
            }
        case .script(let script, let keys, let arguments):
            count = 1
            if request.isAsking { count += writeAsking() }
            let digest = request.sendsSource ? nil : digests[script.name]
            guard
                writer.write(
                    digest == nil ? "EVAL" : "EVALSHA", digest ?? script.source, keys: keys,
                    arguments: arguments,
                    to: &outgoing)
            else { return nil }
        }
        return count
    }

    private func writeAsking() -> Int {
        outgoing.writeStaticString("*1\r\n$6\r\nASKING\r\n")
        return 1
    }

    /// What the requests of this turn of the loop have written leaves at its end.
    private func scheduleFlush() {
        guard !isFlushScheduled else { return }
        isFlushScheduled = true
        eventLoop.assumeIsolated().execute { self.flush() }
    }

    /// Bytes for a server that reads more slowly than they come are kept here, where they are counted.
    func flush() {
        isFlushScheduled = false
        guard let context, phase != .closed, !isFlushing, outgoing.readableBytes > 0,
            context.channel.isWritable
        else { return }
        // A write that the socket takes at once, after more than it takes at once, comes back here before it returns: the
        // same bytes must not leave twice.
        isFlushing = true
        context.writeAndFlush(wrapOutboundOut(outgoing), promise: nil)
        isFlushing = false
        // The same memory again if the socket has taken all of it, other memory if not.
        if outgoing.capacity > 64 * 1024 { outgoing = ByteBuffer() } else { outgoing.clear() }
    }

    /// False: nothing waits for a reply.
    func deliver(_ reply: RedisReply) -> Bool {
        guard !pending.isEmpty else { return false }
        let index = pending.startIndex
        pending[index].replies.append(reply)
        guard pending[index].replies.count == pending[index].expected else { return true }
        let request = pending.removeFirst()
        request.recipient.receive(.success(request.replies))
        closeWhenRetired()
        return true
    }
}

/// Time.
extension Connection {
    /// One timer for all that are pending: it is set anew when it fires, not with each command, unless a command may take less time than the
    /// one before it: the first one after a handshake does.
    private func watchDeadline(_ deadline: NIODeadline) {
        if let deadlineTimer {
            guard deadline < deadlineTimer.deadline else { return }
            deadlineTimer.task.cancel()
        }
        let task = eventLoop.assumeIsolated().scheduleTask(deadline: deadline) {
            self.deadlineTimer = nil
            guard let oldest = self.pending.first else { return }
            guard oldest.deadline <= self.eventLoop.now else { return self.watchDeadline(oldest.deadline) }
            self.close("no answer within \(self.limits.command.nanoseconds / 1_000_000) ms")
        }
        deadlineTimer = (deadline, task)
    }

    /// From here on, silence is broken by a `PING`, and the command deadline ends what doesn't answer it.
    func keepAlive() {
        guard phase == .open else { return }
        hasHeard = false
        pingTimer = eventLoop.assumeIsolated().scheduleTask(in: limits.ping) {
            if !self.hasHeard && self.pending.isEmpty {
                self.submit(Request([RedisCommand("PING")]), .loop { _ in })
            }
            self.keepAlive()
        }
    }
}
