@rem npm start says "exec node ..." so that no shell stands between npm and node: a signal would end at the shell.
@rem Windows has no exec; there, this file is it.
@%*
