import JSON
import OAuthModel
import Pages
import Web

/// How each client is connected to an MCP server whose tokens this one issues: all that the start page says of clients.
///
/// What is pasted is as the maker of the client has it; only addresses, and the name that the MCP server is given there, are ours.
struct ClientGuides {
    let resource: ResourceIndicator
    let issuer: String
    /// URLs of routes; nil where one is off.
    let metadata: String?
    let registration: String?
    /// The client that `scripts/flow` plays is in the manifest.
    let hasDemoClient: Bool

    var all: [ClientGuide] {
        [curl, inspector, claudeCode, claude, visualStudioCode, cursor, codex, python, typeScript]
    }

    private var curl: ClientGuide {
        var steps = [
            ClientGuide.Step(
                "What the MCP server says to somebody without a token", "curl -si -X POST \(url.shellWord)")
        ]
        if let metadata {
            steps.append(
                ClientGuide.Step("What a client reads here first", "curl -s \(metadata.shellWord)"))
        }
        if let registration {
            steps.append(
                ClientGuide.Step(
                    "How it becomes known",
                    """
                    curl -s --json '{"redirect_uris":["http://127.0.0.1/callback"],"token_endpoint_auth_method":"none"}' \
                    \(registration.shellWord)
                    """))
        }
        if hasDemoClient {
            steps.append(
                ClientGuide.Step(
                    "The whole flow, each step explained (from a clone of the repository)",
                    "scripts/flow \(issuer.shellWord)"))
        }
        return ClientGuide("curl", steps)
    }

    private var inspector: ClientGuide {
        ClientGuide(
            "MCP Inspector",
            [
                ClientGuide.Step(
                    Self.terminal,
                    "npx @modelcontextprotocol/inspector --transport http --server-url \(url.shellWord)")
            ], remark: "Press Connect there, and your browser comes here for consent.")
    }

    private var claudeCode: ClientGuide {
        ClientGuide(
            "Claude Code",
            [ClientGuide.Step(Self.terminal, "claude mcp add --transport http demo \(url.shellWord)")],
            remark: "Then type /mcp in Claude Code, choose demo, and authenticate.")
    }

    private var claude: ClientGuide {
        ClientGuide(
            "Claude",
            [
                ClientGuide.Step("Settings, Connectors, Add custom connector: the URL", url),
                ClientGuide.Step(
                    "Or in claude_desktop_config.json of the desktop app, by a bridge on this computer",
                    """
                    {
                      "mcpServers": {
                        "demo": {
                          "command": "npx",
                          "args": ["-y", "mcp-remote", \(url.literal)\(bridgeOptions)]
                        }
                      }
                    }
                    """),
            ],
            remark:
                "A connector is called from the Internet, not from your computer: it needs an MCP server and an "
                + "authorization server with public addresses, and https. The bridge needs neither.")
    }

    private var visualStudioCode: ClientGuide {
        ClientGuide(
            "VS Code",
            [
                ClientGuide.Step(
                    Self.terminal,
                    "code --add-mcp \(#"{"name":"demo","type":"http","url":\#(url.literal)}"#.shellWord)"),
                ClientGuide.Step(
                    "Or in .vscode/mcp.json of a workspace",
                    """
                    {
                      "servers": {
                        "demo": { "type": "http", "url": \(url.literal) }
                      }
                    }
                    """),
            ])
    }

    private var cursor: ClientGuide {
        ClientGuide(
            "Cursor",
            [
                ClientGuide.Step(
                    "In ~/.cursor/mcp.json, or in .cursor/mcp.json of a project",
                    """
                    {
                      "mcpServers": {
                        "demo": { "url": \(url.literal) }
                      }
                    }
                    """)
            ])
    }

    private var codex: ClientGuide {
        ClientGuide(
            "Codex",
            [
                ClientGuide.Step(
                    Self.terminal, "codex mcp add demo --url \(url.shellWord)\ncodex mcp login demo"),
                ClientGuide.Step(
                    "Or in ~/.codex/config.toml, instead of the first command",
                    "[mcp_servers.demo]\nurl = \(url.literal)"),
            ])
    }

    private var python: ClientGuide {
        ClientGuide(
            "Python",
            [
                ClientGuide.Step(
                    Self.terminal, "pip install fastmcp\nfastmcp list \(url.shellWord) --auth oauth"),
                ClientGuide.Step(
                    "Or a program",
                    """
                    import asyncio
                    from fastmcp import Client

                    async def main():
                        async with Client(\(url.literal), auth="oauth") as client:
                            print([tool.name for tool in await client.list_tools()])

                    asyncio.run(main())
                    """),
            ], remark: "It opens your browser, and listens itself for the way back.")
    }

    private var typeScript: ClientGuide {
        ClientGuide(
            "TypeScript",
            [
                ClientGuide.Step(Self.terminal, "npm install @modelcontextprotocol/client"),
                ClientGuide.Step(
                    "A client, made with the SDK of MCP",
                    """
                    import { createServer } from "node:http";
                    import { Client, StreamableHTTPClientTransport, UnauthorizedError } from "@modelcontextprotocol/client";

                    const redirectUrl = "http://localhost:8090/callback";
                    const kept: any = {};
                    const authProvider = {
                      redirectUrl,
                      clientMetadata: {
                        client_name: "TypeScript client",
                        redirect_uris: [redirectUrl],
                        token_endpoint_auth_method: "none",
                      },
                      clientInformation: () => kept.client,
                      saveClientInformation: (client: any) => { kept.client = client; },
                      tokens: () => kept.tokens,
                      saveTokens: (tokens: any) => { kept.tokens = tokens; },
                      codeVerifier: () => kept.verifier,
                      saveCodeVerifier: (verifier: string) => { kept.verifier = verifier; },
                      redirectToAuthorization: (url: URL) => console.log("open", url.href),
                    };

                    const wayBack = new Promise<string>((resolve) => {
                      const server = createServer((request, response) => {
                        response.end("Back to the terminal.");
                        server.close();
                        resolve(new URL(request.url!, redirectUrl).searchParams.get("code")!);
                      }).listen(8090);
                    });

                    const server = new URL(\(url.literal));
                    const client = new Client({ name: "typescript-client", version: "1.0.0" });
                    const transport = new StreamableHTTPClientTransport(server, { authProvider });
                    try {
                      await client.connect(transport);
                    } catch (error) {
                      if (!(error instanceof UnauthorizedError)) throw error;
                      await transport.finishAuth(await wayBack);
                      await client.connect(new StreamableHTTPClientTransport(server, { authProvider }));
                    }
                    console.log((await client.listTools()).tools.map((tool) => tool.name));
                    """),
            ], remark: "It prints an address: open it, and the code comes back to port 8090.")
    }

    private static let terminal = "In a terminal"

    private var url: String { resource.text }

    /// The bridge speaks plain http with this machine, and with others when it is told.
    private var bridgeOptions: String {
        let uri = URIParts(url)
        return uri?.scheme == "http" && uri?.isLoopback == false ? #", "--allow-http""# : ""
    }
}

extension String {
    /// As one word of a shell.
    fileprivate var shellWord: String {
        let isPlain = utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"):
                true
            default: "-._~:/@%+,".utf8.contains(byte)
            }
        }
        return isPlain ? self : "'\(replacing("'", with: #"'\''"#))'"
    }

    /// As text in JSON, TOML, Python and TypeScript alike.
    fileprivate var literal: String {
        String(decoding: JSONValue.string(self).serialized(), as: UTF8.self)
    }
}
