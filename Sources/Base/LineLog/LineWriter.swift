import Dispatch
import Glibc
package import Logging
import Synchronization
import WireText

/// Writes lines to a file, usually standard error, without ever keeping anybody waiting who logs: a thread of its own does, from a
/// queue that is bounded.
///
/// Whoever reads a pipe may stop reading (a pager, a terminal in which somebody selects text, a collector that hangs). A program
/// that writes its log from where it works then stands still with it.
package final class LineWriter: Sendable {
    private struct State {
        var queue: LineQueue
        var style = LineStyle()
        var isWriting = false
        /// The last bytes could not be written.
        var hasFailed = false
        /// Why the first bytes could not be written that were not, as a number of the system.
        var failure: Int32?
        /// Somebody has waited in vain, and nothing has been written since.
        var isStuck = false
        var waiters: [DispatchSemaphore] = []
    }

    private let file: Int32
    private let label: String
    private let isTerminal: Bool
    private let state: Mutex<State>
    private let thread = DispatchQueue(label: "log")

    /// So much can be written to a pipe in one piece (PIPE_BUF): lines of programs that share one don't mix.
    private static let batch = 4096

    /// - Parameter label: Who speaks where the program says something itself, or lines were dropped.
    package convenience init(file: Int32, label: String) {
        self.init(file: file, label: label, bounds: LineQueue.Bounds())
    }

    init(file: Int32, label: String, bounds: LineQueue.Bounds) {
        self.file = file
        self.label = label
        isTerminal = isatty(file) == 1
        state = Mutex(State(queue: LineQueue(bounds)))
        use(LineStyle())
    }

    /// Why something could not be written; nil when everything was. A reader that has gone is no failure: it has read
    /// what it wanted.
    package var failure: Int32? { state.withLock { $0.failure } }

    /// How lines look from here on.
    ///
    /// - Parameter other: Another program that writes to the same terminal, under this name: what both say begins in one column.
    package func use(_ style: LineStyle, beside other: String = "") {
        var style = style
        style.labelWidth = max(label.utf8.count, other.utf8.count)
        style.isOnTerminal = isTerminal
        state.withLock { $0.style = style }
    }

    /// Whether what is said here need not look like a line of a log.
    package var isForPeople: Bool { style.format.isForPeople }

    private var style: LineStyle { state.withLock { $0.style } }

    /// A logger that writes here.
    package func logger(_ label: String, level: Logger.Level) -> Logger {
        var logger = Logger(label: label) { LineLogHandler(label: $0, writer: self) }
        logger.logLevel = level
        return logger
    }

    /// Writes what the program itself has to say, behind what it has logged; it is not dropped.
    ///
    /// - Parameters:
    ///   - level: Where the log is for programs, in which all of it is one line.
    ///   - patience: How long to wait for it to be written; nil: for as long as it takes.
    /// - Returns: Whether it has been.
    @discardableResult
    package func say(_ text: String, level: Logger.Level = .info, patience: Duration?) -> Bool {
        var words = Array(text.utf8)
        if words.last == UInt8(ascii: "\n") { words.removeLast() }
        if isForPeople {
            append(words + [UInt8(ascii: "\n")], .word)
        } else {
            // Who speaks is said by the line.
            let name = Array("\(label): ".utf8)
            if words.starts(with: name) { words.removeFirst(name.count) }
            append(level, label, String(decoding: words, as: UTF8.self), [:], .word)
        }
        return flush(patience: patience)
    }

    /// Waits until everything is written, for so long at most.
    @discardableResult
    package func flush(patience: Duration?) -> Bool {
        let written = DispatchSemaphore(value: 0)
        let (waits, isStuck) = state.withLock { state in
            if state.isWriting { state.waiters.append(written) }
            return (state.isWriting, state.isStuck)
        }
        guard waits else { return true }
        guard let patience else {
            written.wait()
            return true
        }
        // Who has many words doesn't wait for each of them.
        guard !isStuck else { return false }
        let (seconds, attoseconds) = patience.components
        let nanoseconds = Int(seconds) * 1_000_000_000 + Int(attoseconds / 1_000_000_000)
        guard written.wait(timeout: .now() + .nanoseconds(nanoseconds)) == .success else {
            state.withLock { $0.isStuck = $0.isWriting }
            return false
        }
        return true
    }

    func append(
        _ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata,
        _ weight: LineQueue.Weight
    ) {
        append(rendered(level, label, message, metadata), weight)
    }

    private func rendered(
        _ level: Logger.Level, _ label: String, _ message: String, _ metadata: Logger.Metadata
    ) -> [UInt8] {
        let style = style
        return style.format.rendered(
            LogLine(style.showsTime ? .now : nil, level, label, message, metadata), style)
    }

    /// Everything that is written passes here, so here secrets are taken out, wherever they stand: a token that a client shows where
    /// none belongs (in a path, as a scope) must not be kept in a log.
    private func append(_ line: [UInt8], _ weight: LineQueue.Weight) {
        let line = SecretPrefix.blotted(line)
        let begins = state.withLock { state in
            state.queue.append(line, weight)
            defer { state.isWriting = true }
            return !state.isWriting
        }
        if begins { thread.async { self.write() } }
    }

    /// Writes until nothing is left.
    private func write() {
        // A reader that has gone is no reason to end: the write fails, and that is all.
        var pipe = sigset_t()
        sigemptyset(&pipe)
        sigaddset(&pipe, SIGPIPE)
        pthread_sigmask(SIG_BLOCK, &pipe, nil)
        while let batch = next() {
            let failure = Self.write(batch.text, to: file)
            state.withLock { state in
                state.hasFailed = failure != nil
                state.isStuck = false
                guard let failure else { return }
                state.queue.lose(batch.lines)
                if failure != EPIPE { state.failure = state.failure ?? failure }
            }
        }
    }

    /// What to write now, and for how many lines it stands.
    private func next() -> (text: [UInt8], lines: Int)? {
        let batch: (text: [UInt8], lines: Int, dropped: Int)? = state.withLock { state in
            let (text, count) = state.queue.next(atMost: Self.batch)
            if text.isEmpty, state.queue.dropped == 0 || state.hasFailed {
                state.isWriting = false
                for waiter in state.waiters { waiter.signal() }
                state.waiters = []
                return nil
            }
            let dropped = state.queue.takeDropped()
            return (text, count, dropped)
        }
        guard let batch else { return nil }
        return ((batch.dropped > 0 ? notice(batch.dropped) : []) + batch.text, batch.dropped + batch.lines)
    }

    private func notice(_ count: Int) -> [UInt8] {
        rendered(
            .warning, label, "lines of the log were dropped: nobody reads them",
            ["dropped": .stringConvertible(count)])
    }

    /// - Returns: Why it could not be written; nil when it was.
    private static func write(_ text: [UInt8], to file: Int32) -> Int32? {
        var rest = text[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
            let number = errno
            if count > 0 {
                rest = rest.dropFirst(count)
            } else if number == EAGAIN {
                // Somebody who has the file too has made it one that doesn't wait.
                var room = pollfd(fd: file, events: Int16(POLLOUT), revents: 0)
                poll(&room, 1, -1)
            } else if number != EINTR {
                return number
            }
        }
        return nil
    }
}
