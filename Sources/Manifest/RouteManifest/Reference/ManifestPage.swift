import StrictYAML

/// The page of all keys, `docs/manifest.md`.
package enum ManifestPage {
    package static var text: String {
        let sections = ManifestLanguage.sections
        let contents = sections.map { "- [`\($0.name)`](#\($0.name)): \($0.words.firstSentence)" }
        let chapters = sections.map { section in
            "## `\(section.name)`\n\n" + entry(section, at: section.name)
                + keys(under: section.name).map(chapter).joined()
        }
        let handlers = HandlerName.allCases.map { handler in
            let facts = handler.facts.map { "| `\($0.name)` | \($0.words) |" }
            let options = ManifestLanguage.keys.filter { $0.handler == handler }
            return "### `\(handler.rawValue)`\n\n\(handler.words)\n\n| of its route | |\n| --- | --- |\n"
                + facts.joined(separator: "\n") + "\n\n" + options.map(chapter).joined()
        }
        return head + contents.joined(separator: "\n")
            + "\n- [handlers](#handlers): what answers at a route.\n- [kinds of providers](#kinds-of-providers): what is known of each.\n\n"
            + chapters.joined() + "## Handlers\n\n" + handlers.joined() + providers
    }

    private static func keys(under section: String) -> [ManifestLanguage.PlacedKey] {
        ManifestLanguage.keys.filter { key in
            key.handler == nil && key.path != section
                && [".", "["].contains { key.path.hasPrefix(section + $0) }
        }
    }

    private static func chapter(_ key: ManifestLanguage.PlacedKey) -> String {
        "### `\(key.path)`\n\n" + entry(key.entry, at: key.path)
    }

    private static func entry(_ entry: KeyEntry, at path: String) -> String {
        """
        \(entry.words)

        | | |
        | --- | --- |
        | takes | \(entry.shape.words.cell) |
        | default | \(entry.standing.cell) |
        | example | `\(entry.name): \(entry.example.cell)` |
        | for | \(entry.reader) |
        | since | \(entry.since) |


        """
    }

    private static let head = """
        # The manifest, key by key

        All that can stand in `routes.yaml`: what each key takes, what holds without it, what it changes, and which part of the server it is for.
        `mcp-auth explain KEY` says the same in a terminal, [`routes.schema.json`](../routes.schema.json) says it to editors, and `mcp-auth print --effective`
        shows what holds in a file. This page is made of the list of keys that the server reads the file by.

        - **A length of time** is a whole number and a unit: `500ms`, `30s`, `10m`, `1h`, `30d`. **A number of bytes** likewise: `512B`, `64KiB`, `4MiB`.
          **A rate** is a number of requests in a time: `60/1m`.
        - **A value may hold variables of the environment**: `${NAME}`, `${NAME:-default}`, `${NAME:?message}`; `$$` is a dollar sign. A key whose value comes out
          empty is as if it was not there.
        - **Keys are known or wrong**: what is not on this page is refused, with the nearest that is.
        - `[]` stands for the entries of a list, `NAME` for a name of yours. What has `.with.` in it is an option of that handler, under `with` of its route.

        ## For editors

        The first line of the shipped `routes.yaml` names the schema, so that an editor with a YAML language server completes keys, shows what they do, and marks
        what is wrong while you type. In VS Code that is the extension `redhat.vscode-yaml`. For a manifest without that line, in `.vscode/settings.json`:

        ```json
        { "yaml.schemas": { "./routes.schema.json": "routes.yaml" } }
        ```

        The schema lies beside the manifest; `mcp-auth schema > routes.schema.json` writes the one of your version. Nothing is fetched. What a schema can't say (ranges
        of times and sizes, whether a scope or a template is there, what parts mean together) `mcp-auth check` does.

        ## Contents


        """
}

extension KeyEntry.Standing {
    fileprivate var cell: String {
        if case .value(let value) = self { "`\(value.cell)`" } else { words.cell }
    }
}

extension String {
    /// In a table.
    fileprivate var cell: String { replacing("|", with: "\\|") }

    fileprivate var firstSentence: String {
        firstRange(of: ". ").map { String(self[..<$0.lowerBound]) + "." } ?? self
    }
}
