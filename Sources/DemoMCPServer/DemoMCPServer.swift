// DemoMCPServer
