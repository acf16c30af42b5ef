import ArgumentParser

struct Init: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init",
        abstract: "Write a commented manifest, with its templates, to start from.",
        discussion: """
            demo is the shipped one: all that the server can do, on this machine, with
            a fake login. team is for the network of a small team: clients and MCP
            servers that are listed, each with a secret, and services that act for
            themselves. What it can't do in this version is said at its top.

            Nothing is overwritten: where one of the files is there already, it is
            named, and none is written.
            """)

    @Argument(help: ArgumentHelp("What to start from.", valueName: "kind"))
    var starter: Starter

    @Argument(
        help: ArgumentHelp(
            "The folder to write into; it is made where it is missing.", valueName: "folder"),
        completion: .directory)
    var folder = "."

    func validate() throws {
        if folder.isEmpty { throw ValidationError("the name of the folder is empty") }
    }

    func run() throws {
        let place = StarterPlace(folder)
        let files = starter.files.map { NewFiles.File(path: place.path(of: $0.name), contents: $0.contents) }
        do throws(NewFiles.Failure) {
            try NewFiles(files, in: place.folders).write()
        } catch {
            printError("mcp-auth init: \(error)")
            throw ExitCode(1)
        }
        try printAnswer(
            (files.map { "wrote \($0.path)" } + starter.nextSteps(in: place)).joined(separator: "\n"))
    }
}
