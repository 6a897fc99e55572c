# local
local-read = le fichier ne peut pas être lu : { $why }
local-write = le fichier ne peut pas être écrit : { $why }
local-tokenizer-json = le fichier du tokeniseur n’est pas du JSON : { $why }
local-tokenizer-foreign = ce tokeniseur n’a pas été fabriqué par ce programme
local-tokenizer-too-large = ce tokeniseur compte plus de 65 535 jetons
local-tokenizer-hint = Fabriquez-en un avec la commande `tokenizer` de ce programme.
