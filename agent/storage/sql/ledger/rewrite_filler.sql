UPDATE filler SET block = randomblob(?1)
