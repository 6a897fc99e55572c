# keys
keys-no-folder = aucun dossier n’est connu pour vos réglages
keys-file = { $path } : { $cause }
keys-damaged = { $path } ne contient pas ce qu’il devrait
keys-keyring = le trousseau de ce système ne répond pas : { $cause }
keys-locked = le fichier de clés est fermé
keys-passphrase = ce n’est pas la phrase secrète du fichier de clés
keys-short = une phrase secrète compte au moins { $least } caractères
keys-address = « { $given } » n’est ni un fournisseur de ce projet ni une adresse
keys-clear-text = une clé pour { $origin } circulerait en clair
keys-no-key = ce n’est pas une clé : une clé est un seul mot, sans accent
keys-variable = « { $given } » n’est pas une variable qu’on puisse donner aux projets

keys-hint-locked = ouvrez-le à la page Réglages de l’atelier, ou définissez MOTJUSTE_KEYS_PASSPHRASE
keys-hint-keyring = gardez plutôt la clé dans le fichier fermé par une phrase secrète : --to file
keys-hint-no-folder = donnez à MOTJUSTE_CONFIG un dossier à vous
