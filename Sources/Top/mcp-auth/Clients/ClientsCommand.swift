import ArgumentParser
import AuthorizationServer
import JSON

struct ClientsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "clients",
        abstract: "Decide which clients that are known by a document may be used.",
        discussion: """
            Where client_documents says `ask`, an operator approves each document before
            it is used. What is asked for waits until then, a hundred at most. These
            commands go through the control socket in the data folder of a running
            server, which only this user and root may use; what is decided holds for all
            servers on one store.
            """,
        subcommands: [
            ClientsPendingCommand.self, ClientsApproveCommand.self, ClientsDenyCommand.self,
            ClientsListCommand.self,
        ])
}

struct ClientsPendingCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pending",
        abstract: "List the clients that wait for an approval.",
        discussion: """
            What stands behind a client_id is what its document claims.
            Exit status 0 with an answer, 1 when no server runs.
            """)

    @OptionGroup var asking: ClientsOptions

    func run() throws {
        let answer = try asking.ask("pending", ClientDecisions.list)
        try asking.print(answer.only("pending")) { ClientsTable.pending($0) }
    }
}

struct ClientsListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "List the clients that wait, and those that were approved or denied.",
        discussion: "Exit status 0 with an answer, 1 when no server runs.")

    @OptionGroup var asking: ClientsOptions

    func run() throws {
        let answer = try asking.ask("list", ClientDecisions.list)
        try asking.print(answer) { ClientsTable.decided($0) + ClientsTable.pending($0) }
    }
}

struct ClientsApproveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Let a client be used.",
        discussion: """
            It need not wait for that yet. What is approved is the client_id: whatever its
            document says from then on. Exit status 0 when it is done, 1 when it isn't.
            """)

    @Argument(help: ArgumentHelp("The URL of its document.", valueName: "client_id"))
    var id: String

    @OptionGroup var asking: ClientsOptions

    func run() throws { try asking.decide("approve", id, "approved") }
}

struct ClientsDenyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "deny",
        abstract: "Let a client be used no more.",
        discussion: """
            Whatever client_documents says of its host. What it was granted can't be
            refreshed any more; access tokens that it has end by themselves.
            Exit status 0 when it is done, 1 when it isn't.
            """)

    @Argument(help: ArgumentHelp("The URL of its document.", valueName: "client_id"))
    var id: String

    @OptionGroup var asking: ClientsOptions

    func run() throws { try asking.decide("deny", id, "denied") }
}
