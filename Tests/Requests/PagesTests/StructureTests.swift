import Pages
import Testing

/// What assistive technology and browsers without script depend on, on every page in each of its states.
@Suite("the structure of pages")
struct StructureTests {
    @Test("elements are closed in the order they were opened", arguments: shippedPages.keys.sorted())
    func nesting(_ name: String) throws {
        var open: [String] = []
        for tag in try tags(name) where !Self.void.contains(tag.name) && !tag.isSelfClosed {
            if tag.isEnd {
                #expect(open.popLast() == tag.name, "</\(tag.name)>")
            } else {
                open.append(tag.name)
            }
        }
        #expect(open.isEmpty)
    }

    @Test(
        "a page names its language, fits its window and has one heading in its main part",
        arguments: shippedPages.keys.sorted())
    func landmarks(_ name: String) throws {
        let tags = try tags(name).filter { !$0.isEnd }
        #expect(tags.first { $0.name == "html" }?["lang"] == "en")
        #expect(tags.first { $0["name"] == "viewport" }?["content"] == "width=device-width, initial-scale=1")
        for element in ["title", "main", "h1"] {
            #expect(tags.filter { $0.name == element }.count == 1, "\(element)")
        }
    }

    @Test("every id is there once, and what refers to one finds it", arguments: shippedPages.keys.sorted())
    func references(_ name: String) throws {
        let tags = try tags(name)
        let ids = tags.compactMap { $0["id"] }
        #expect(Set(ids).count == ids.count)
        for attribute in ["for", "aria-labelledby", "aria-describedby"] {
            for reference in tags.compactMap({ $0[attribute] }).flatMap({
                $0.split(separator: " ").map(String.init)
            }) {
                #expect(ids.contains(reference), "\(attribute)=\(reference)")
            }
        }
    }

    @Test("every text field has a label, and every section a heading")
    func names() throws {
        for name in shippedPages.keys {
            let tags = try tags(name)
            let labelled = Set(tags.compactMap { $0["for"] })
            for field in tags where field.name == "input" && field["type"] != "hidden" {
                #expect(labelled.contains(field["id"] ?? ""), "\(name)")
            }
            for section in tags where section.name == "section" && !section.isEnd {
                #expect(section["aria-labelledby"] != nil, "\(name)")
            }
        }
    }

    @Test(
        "every form is posted but one that searches, and every button says what it does",
        arguments: shippedPages.keys.sorted()
    )
    func forms(_ name: String) throws {
        let tags = try tags(name)
        for form in tags where form.name == "form" && !form.isEnd {
            #expect(form["method"] == (form["role"] == "search" ? "get" : "post"))
            #expect(form["action"]?.hasPrefix("/") == true)
        }
        for button in tags where button.name == "button" && !button.isEnd {
            #expect(button["type"] == "submit" && button["name"] != nil && button["value"] != nil)
        }
    }

    @Test("what is decided on the consent page stays in view, however much there is to read")
    func decision() throws {
        let sheet = try shippedSheet()
        let block = try #require(sheet.firstMatch(of: /\n\.decision \{([^}]*)\}/)).1
        #expect(block.contains("position: sticky;") && block.contains("bottom: 0;"))
        for name in shippedPages.keys where name.hasPrefix("consent") {
            let form = try #require(try tags(name).first { $0.name == "form" })
            #expect(form["class"] == "decision", "\(name)")
        }
    }

    @Test(
        "what leads away opens beside the page, and takes nothing along",
        arguments: shippedPages.keys.sorted())
    func links(_ name: String) throws {
        for link in try tags(name) where link.name == "a" && !link.isEnd && link["target"] != nil {
            #expect(link["target"] == "_blank" && link["rel"] == "noopener noreferrer nofollow")
            #expect(link["href"]?.hasPrefix("https://") == true)
        }
    }

    @Test(
        "nothing is fetched from elsewhere, and nothing runs but what the policy names by its digest",
        arguments: shippedPages.keys.sorted())
    func selfContained(_ name: String) throws {
        let page = try #require(shippedPages[name])
        let policy = try page().contentSecurityPolicy
        let sources = policy.firstMatch(of: /script-src ([^;]*)/)?.1.split(separator: " ") ?? []
        #expect(sources.allSatisfy { $0.hasPrefix("'sha256-") })
        #expect(try tags(name).filter { $0.name == "script" && !$0.isEnd }.count == sources.count)
        for tag in try tags(name) {
            #expect(!["iframe", "object", "base"].contains(tag.name))
            #expect(tag["src"].map { tag.name == "img" && $0.hasPrefix("data:image/") } ?? true)
            #expect(!tag.attributes.keys.contains { $0.hasPrefix("on") || $0 == "style" })
            if tag.name == "link" {
                #expect(tag["href"]?.hasPrefix("data:") == true || tag["href"] == "/style-1.css")
            }
        }
    }

    private static let void: Set<String> = ["!doctype", "meta", "link", "input", "br", "img"]

    private func tags(_ name: String) throws -> [HTMLTag] {
        let page = try #require(shippedPages[name])
        return HTMLTag.all(in: try page().text)
    }
}
