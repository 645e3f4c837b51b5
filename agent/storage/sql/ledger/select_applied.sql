SELECT applied FROM progress
