# keys
keys-no-folder = no folder is known for your settings
keys-file = { $path }: { $cause }
keys-damaged = { $path } does not hold what it should
keys-keyring = the keyring of this system does not answer: { $cause }
keys-locked = the file of keys is closed
keys-passphrase = this is not the passphrase of the file of keys
keys-short = a passphrase has at least { $least } characters
keys-address = “{ $given }” is neither a vendor of this project nor an address
keys-clear-text = a key for { $origin } would travel in clear text
keys-no-key = this is not a key: a key is one word, without accents
keys-variable = “{ $given }” is not a variable that projects may be given

keys-hint-locked = open it on the Settings page of the studio, or set MOTJUSTE_KEYS_PASSPHRASE
keys-hint-keyring = keep the key in the file closed by a passphrase instead: --to file
keys-hint-no-folder = set MOTJUSTE_CONFIG to a folder of yours
