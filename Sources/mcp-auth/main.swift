print("mcp-auth")
