// The command line: arguments in, lines and an exit status out. What the commands do is done elsewhere.

import ArgumentParser
import AuthorizationServer
import Cryptography
import LineLog

@main
struct Command: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mcp-auth",
        abstract: "The OAuth 2.1 authorization server for MCP that you read in one file.",
        discussion: """
            What it serves stands in routes.yaml. Environment, as interpolated there:
              AUTH_SERVER_PORT  where to listen (3001)
              AUTH_SERVER_URL   the issuer (http://localhost:<port>)
              AUTH_SERVER_BIND  addresses to listen on, between commas (this
                                machine's own for an issuer that is local or
                                of server.development_hosts, else all)
              MCP_AUTH_DATA     the store's folder (.mcp-auth beside the manifest)
              REDIS_URL         the Redis that keeps everything instead (none)

            Examples:
              mcp-auth init demo                    write a manifest to start from
              mcp-auth check routes.yaml            say what is wrong with it
              mcp-auth match POST /oauth/token      which route answers, and to whom
              mcp-auth diff old.yaml routes.yaml    who will notice what has changed
              mcp-auth serve --disable register     serve it, but for one route
              mcp-auth demo                         and an MCP server to try it with
              mcp-auth reload                       have a running one read its files

            Completions for bash, zsh and fish:
              mcp-auth --generate-completion-script bash

            Exit status:
              0   told to stop, or nothing to complain about
              1   the machine refuses: the port is taken, the store can't be opened,
                  no server runs, a copy is not the same, a file is there already,
                  an answer can't be written; match: no route answers; print: there
                  is no such thing; diff: the manifests differ;
                  client inspect: the document breaks a rule
              2   the manifest, a template or a variable is wrong
              64  the command line is wrong
            """,
        version: AuthorizationServer.version,
        subcommands: [
            Serve.self,
            Check.self,
            Explain.self,
            Routes.self,
            Match.self,
            Print.self,
            Schema.self,
            Diff.self,
            Init.self,
            Demo.self,
            Reload.self,
            StoreCommand.self,
            ClientCommand.self,
            ClientsCommand.self,
            KeysCommand.self,
            FlowsCommand.self,
            UpstreamCommand.self,
        ])

    static func main() async {
        ProcessEnd.leavesMemoryToTheSystem()
        StandardOutput.isFlushedAtExit(as: "mcp-auth")
        let arguments = Array(CommandLine.arguments.dropFirst())
        if let complaint = UnknownCommand.complaint(about: arguments, to: self) {
            exit(withError: ValidationError(complaint))
        }
        await main(arguments)
    }
}
