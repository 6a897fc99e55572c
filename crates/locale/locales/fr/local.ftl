# local
local-read = le fichier ne peut pas être lu : { $why }
local-write = le fichier ne peut pas être écrit : { $why }
local-tokenizer-json = le fichier du tokeniseur n’est pas du JSON : { $why }
local-tokenizer-foreign = ce tokeniseur n’a pas été fabriqué par ce programme
local-tokenizer-too-large = ce tokeniseur compte plus de 65 535 jetons
local-tokenizer-hint = Fabriquez-en un avec la commande `tokenizer` de ce programme.
local-file-truncated = le fichier finit avant ce qu’il annonce : il a été coupé, ou son en-tête ment
local-file-magic = ce n’est pas un fichier GGUF de version 2 ou 3
local-file-no-model = pas de modèle ici : il faut un fichier `.gguf`, ou un dossier avec config.json, tokenizer.json et model.safetensors
local-file-header = l’en-tête du fichier est inutilisable : { $what }
local-file-sizes = le fichier annonce une taille qu’aucun modèle n’a : { $what }
local-file-family = les modèles de la famille « { $what } » ne peuvent pas être exécutés ici
local-file-family-hint = Les familles llama, qwen2 et qwen3 le peuvent. Un serveur à vous (Ollama, llama.cpp, vLLM) exécute les autres : donnez son adresse comme fournisseur.
local-file-unknown = le modèle emploie quelque chose d’inconnu ici, qui changerait ses réponses : { $what }
local-file-missing = il manque au fichier { $what }
local-file-shape = le tenseur { $what } n’a pas la forme que disent les tailles du modèle
local-file-type = les nombres du type { $what } ne sont pas connus
local-file-tokens = le découpage en jetons du modèle est inutilisable : { $what }
local-file-template = le gabarit de conversation du modèle est inutilisable : { $what }
local-no-petit = ce programme ne contient pas de modèle embarqué
local-no-petit-hint = Compilez avec les fichiers de `crates/local/petit`, ou nommez un fichier de modèle : local/CHEMIN.
local-context = la question compte { $tokens } jetons ; le modèle en lit { $context }, sa réponse comprise
local-context-hint = Raccourcissez le prompt ou donnez moins d’exemples.
local-question-empty = il n’y a pas de texte à lire
local-question-range = le paramètre { $what } sort de son intervalle
local-question-unsupported = les modèles exécutés ici n’ont pas ceci : { $what }
local-question-json = la requête est illisible : { $what }
local-question-model = aucun modèle de ce nom n’est servi ici : { $what }
local-schema = cette partie du schéma ne peut pas être imposée : { $what }
local-cancelled = arrêté
local-bug = le modèle n’a pas pu être exécuté : { $what }
local-note-unfamiliar = { $unknown ->
    [one] un mot
   *[other] { $unknown } mots
  } sur { $words } soumis à Petit { $unknown ->
    [one] est
   *[other] sont
  } hors de son lexique : ses réponses ne disent rien des autres modèles
