/// How long the server waits for others before it gives up on them.
package struct Patience: Sendable {
    /// For a connection to the authorization server.
    package let connection: Duration
    /// For its answer, from the first byte of the question to the last of the answer.
    package let exchange: Duration
    /// For an answer of this server's own, whatever it takes.
    package let answer: Duration

    package init(
        connection: Duration = .seconds(2), exchange: Duration = .seconds(5), answer: Duration = .seconds(15)
    ) {
        self.connection = connection
        self.exchange = exchange
        self.answer = answer
    }
}
