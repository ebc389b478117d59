using RealtimeEmotion.Cli.CommandLine;

return EmotionCommandLine.Run(args);
